package dev.mooring.practice.mesh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Two connections joined to one.
final class Splice {
  private Splice() {}

  /// Copies both ways until the server has ended; the client's end is passed on.
  static void join(Socket client, Socket server) throws IOException, InterruptedException {
    Thread up = Thread.ofVirtual().name("splice").start(() -> up(client, server));
    try {
      copy(server.getInputStream(), client.getOutputStream());
    } finally {
      client.close();
      server.close();
      up.join();
    }
  }

  private static void up(Socket client, Socket server) {
    try {
      copy(client.getInputStream(), server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException e) {
      close(server);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was gone already.
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
  }
}
