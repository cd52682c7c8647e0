package dev.mooring.practice.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Two connections joined to one.
public final class Splice {
  private Splice() {}

  /// Copies both ways until the server has ended; the client's end is passed on.
  ///
  /// @return whether the server said anything
  public static boolean join(InputStream in, OutputStream out, Socket server) throws IOException {
    Thread.ofVirtual().name("splice").start(() -> up(in, server));
    return copy(server.getInputStream(), out) > 0;
  }

  private static void up(InputStream in, Socket server) {
    try {
      copy(in, server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException e) {
      // The server may still answer; its end ends both.
    }
  }

  private static long copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
      total += count;
    }
    return total;
  }
}
