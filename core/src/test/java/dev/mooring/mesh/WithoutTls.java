package dev.mooring.mesh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that speaks no TLS and says so at once, as Go's net/http does.
final class WithoutTls implements AutoCloseable {
  private static final byte[] REFUSAL =
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  /// What each connection began with.
  final List<String> begun = new CopyOnWriteArrayList<>();

  WithoutTls() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        byte[] first = new byte[2048];
        int read = client.getInputStream().read(first);
        begun.add(new String(first, 0, Math.max(0, read), StandardCharsets.ISO_8859_1));
        client.getOutputStream().write(REFUSAL);
      } catch (SocketException e) {
        // The client left, or the test is over.
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
