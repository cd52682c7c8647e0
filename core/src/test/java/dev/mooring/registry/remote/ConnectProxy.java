package dev.mooring.registry.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy that knows `CONNECT` only (RFC 9110, 9.3.6), and where hosts are.
public final class ConnectProxy implements AutoCloseable {
  /// What it says in place of a tunnel, by authority; an empty text ends the connection.
  public final Map<String, String> refusals = new ConcurrentHashMap<>();

  /// The authorities that it was asked for.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  private static final String SILENT = "HTTP/1.1 503 Service Unavailable\r\n\r\nno such host";

  private final Map<String, Integer> hosts;
  private final ServerSocket listener;

  /// @param hosts the port of this machine behind each authority
  public ConnectProxy(Map<String, Integer> hosts) throws IOException {
    this.hosts = hosts;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String authority = head.startsWith("CONNECT ") ? head.split(" ", 3)[1] : "";
      asked.add(authority);
      Integer port = hosts.get(authority);
      if (port == null || refusals.containsKey(authority)) {
        String refusal = refusals.getOrDefault(authority, SILENT);
        client.getOutputStream().write(refusal.getBytes(StandardCharsets.US_ASCII));
        return;
      }
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        join(client, server);
      }
    } catch (IOException e) {
      // The client sees what became of it.
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int letter = in.read();
      if (letter < 0 || head.length() > 8192) {
        throw new IOException("no head");
      }
      head.append((char) letter);
    }
    return head.toString();
  }

  /// Copies both ways until the server has ended.
  static void join(Socket client, Socket server) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                client.getInputStream().transferTo(server.getOutputStream());
                server.shutdownOutput();
              } catch (IOException e) {
                // The other direction ends with it.
              }
            });
    server.getInputStream().transferTo(client.getOutputStream());
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
