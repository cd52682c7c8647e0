package dev.mooring.stack;

import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Programs outside the cluster that find a host by a proxy (`HTTPS_PROXY`), which leads every
/// connection to one port of a pod as a load balancer would.
final class OutsideClient implements AutoCloseable {
  private static final byte[] CONNECTED =
      "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final Dial dial;
  private final Path folder;

  interface Dial {
    ByteStream open() throws InterruptedException;
  }

  /// @param folder for its logins
  /// @param authority PEM, which is all that it believes
  OutsideClient(Path folder, String authority, Dial dial) throws IOException {
    this.folder = folder;
    this.dial = dial;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Files.writeString(folder.resolve("ca.pem"), authority);
    Thread.ofVirtual().start(this::listen);
  }

  static Dial pod(Tunnels tunnels, PodPort port) {
    return () -> tunnels.open(port);
  }

  /// What listens on this machine.
  static Dial address(int port) {
    return () -> new SocketStream(port);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void listen() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        ByteStream stream = dial.open()) {
      InputStream in = socket.getInputStream();
      // Who comes by a proxy names the host first; TLS begins with 22.
      int first = in.read();
      if (first == 'C') {
        while (!line(in).isEmpty()) {
          // Nothing of the head matters: all leads to one place.
        }
        socket.getOutputStream().write(CONNECTED);
      } else if (first >= 0) {
        stream.output().write(first);
      }
      Thread up = Thread.ofVirtual().start(() -> pump(in, stream));
      stream.input().transferTo(socket.getOutputStream());
      socket.shutdownOutput();
      up.join();
    } catch (IOException | InterruptedException e) {
      // The client sees a closed connection.
    }
  }

  private static void pump(InputStream in, ByteStream stream) {
    try {
      OutputStream out = stream.output();
      byte[] buffer = new byte[16384];
      for (int read; (read = in.read(buffer)) >= 0; ) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // Closed by the other side.
    } finally {
      stream.close();
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next; (next = in.read()) >= 0 && next != '\n'; ) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  /// What a program said, and how it ended.
  record Ended(int code, String said) {}

  Ended run(String stdin, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "HTTPS_PROXY",
                "http://127.0.0.1:" + port(),
                "SSL_CERT_FILE",
                folder.resolve("ca.pem").toString(),
                "SSL_CERT_DIR",
                "/nonexistent",
                "DOCKER_CONFIG",
                folder.toString()));
    builder.environment().remove("NO_PROXY");
    Process process = builder.start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(stdin.getBytes(StandardCharsets.US_ASCII));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(List.of(command) + " does not end: " + said);
    }
    return new Ended(process.exitValue(), said);
  }

  Ended crane(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("crane"));
    command.addAll(List.of(words));
    return run("", command.toArray(String[]::new));
  }

  /// Copies an image between two repositories, with the same login.
  Ended skopeo(String from, String to) throws Exception {
    return run(
        "",
        "skopeo",
        "--insecure-policy",
        "copy",
        "--authfile",
        folder.resolve("config.json").toString(),
        "docker://" + from,
        "docker://" + to);
  }

  /// As `docker login` does: keeps it in the same file.
  Ended login(String host, String token) throws Exception {
    return run(token, "crane", "auth", "login", host, "-u", "token", "--password-stdin");
  }

  void logout() throws IOException {
    Files.deleteIfExists(folder.resolve("config.json"));
  }

  /// Pushes an image of one layer.
  Ended push(String image) throws Exception {
    Path layer = folder.resolve("layer.tar");
    if (!Files.exists(layer)) {
      Files.writeString(folder.resolve("hello"), "hello");
      Laptop.run("tar", "-C", folder.toString(), "-cf", layer.toString(), "hello");
    }
    return crane("append", "--new_layer", layer.toString(), "--new_tag", image);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
