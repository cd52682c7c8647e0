package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Ping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// The real registry program on a loopback port, with its data in a folder.
public final class LocalRegistry implements AutoCloseable {
  private final Path folder;
  private final int port;
  private Process process;

  private LocalRegistry(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  public static boolean isOnPath(String program) {
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  public static LocalRegistry start(Path folder) throws IOException {
    return start(folder, "");
  }

  /// @param more lines of its configuration
  public static LocalRegistry start(Path folder, String more) throws IOException {
    int port = freePort();
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("config.yml"),
        """
        version: 0.1
        log: {level: warn}
        storage:
          filesystem: {rootdirectory: %s}
          delete: {enabled: true}
        http:
          addr: 127.0.0.1:%d
          secret: test
          relativeurls: true
        %s
        """
            .formatted(folder.resolve("data"), port, more));
    LocalRegistry registry = new LocalRegistry(folder, port, launch(folder));
    registry.awaitUp();
    return registry;
  }

  private static Process launch(Path folder) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("registry", "serve", folder.resolve("config.yml").toString());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("registry.log").toFile())
        .start();
  }

  private void awaitUp() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Connection connection = new Connection(uri())) {
                assertTrue(Ping.isAlive(connection));
              }
            });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// The address as clients name it.
  public String host() {
    return "localhost:" + port;
  }

  public URI uri() {
    return URI.create("http://" + host());
  }

  /// Ends the process without ceremony, as a node that loses power.
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  public void startAgain() throws IOException {
    process = launch(folder);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
