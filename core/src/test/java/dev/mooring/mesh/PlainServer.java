package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/// HTTP that costs next to nothing: a GET gets as many bytes as its path says, what a PUT brings is
/// counted. And the client for it.
final class PlainServer implements AutoCloseable {
  private static final int PIECE = 256 * 1024;

  private final ServerSocket listener;
  private final AtomicLong taken = new AtomicLong();

  PlainServer() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  /// @param listener plain, or of TLS
  PlainServer(ServerSocket listener) {
    this.listener = listener;
    Thread.ofPlatform().daemon().name("plain-server").start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Bytes that came with a PUT, so far.
  long taken() {
    return taken.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  static void push(int port, long size) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      say(socket, "PUT /v2/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
      give(socket.getOutputStream(), size);
      String answer = head(socket.getInputStream());
      assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
    }
  }

  static void pull(int port, long size) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      say(socket, "GET /" + size + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
      InputStream input = socket.getInputStream();
      String answer = head(input);
      assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
      take(input, size);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket raw) {
    try (Socket socket = raw) {
      InputStream input = new BufferedInputStream(socket.getInputStream(), 1024);
      while (true) {
        String head = head(input);
        if (head.startsWith("PUT ")) {
          String fields =
              head.substring(head.toLowerCase(java.util.Locale.ROOT).indexOf("length:"));
          long size = Long.parseLong(fields.substring(7, fields.indexOf('\r')).strip());
          take(input, size);
          taken.addAndGet(size);
          say(socket, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
        } else {
          String path = head.split(" ", 3)[1];
          long size = path.equals("/v2/") ? 0 : Long.parseLong(path.substring(1));
          say(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
          give(socket.getOutputStream(), size);
        }
      }
    } catch (IOException | AssertionError e) {
      // The client's side says what it saw.
    }
  }

  private static void give(OutputStream to, long size) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long left = size; left > 0; left -= piece.length) {
      to.write(piece, 0, (int) Math.min(left, piece.length));
    }
  }

  private static void take(InputStream from, long size) throws IOException {
    byte[] piece = new byte[PIECE];
    long left = size;
    while (left > 0) {
      int read = from.read(piece, 0, (int) Math.min(left, piece.length));
      assertTrue(read > 0, "cut");
      left -= read;
    }
  }

  private static void say(Socket socket, String head) throws IOException {
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = input.read();
      assertTrue(next >= 0, () -> "cut after " + head);
      head.append((char) next);
    }
    return head.toString();
  }
}
