package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// The program that Mooring installs, without anything before it.
final class RegistryProgram {
  private static final Duration LONG = Duration.ofSeconds(60);

  private RegistryProgram() {}

  /// The registry's own program with the configuration that is installed, on a port of this
  /// machine.
  static List<ConformanceSuite.Case> conformance(ConformanceSuite suite, Path home)
      throws IOException, InterruptedException {
    int port = freePort();
    Path file = home.resolve("registry.yml");
    try (Cluster cluster = new FabricKubeconfig().connect(null)) {
      Document installed =
          cluster
              .get(Kind.CONFIG_MAP, "kube-registry", "kube-registry")
              .orElseThrow()
              .at("data", "config.yml");
      Files.writeString(
          file,
          installed
              .textOrEmpty()
              .replaceFirst("rootdirectory: .*", "rootdirectory: " + home.resolve("data"))
              .replaceFirst("net: unix", "net: tcp")
              .replaceFirst("addr: .*", "addr: 127.0.0.1:" + port));
    }
    ProcessBuilder builder = new ProcessBuilder("registry", "serve", file.toString());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    Process registry;
    try {
      registry =
          builder
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("registry.log").toFile())
              .start();
    } catch (IOException e) {
      return Assumptions.abort("no registry program here: " + e.getMessage());
    }
    try {
      await().atMost(LONG).until(() -> answers(port));
      return suite.run("registry", List.of(), "localhost:" + port, Map.of());
    } finally {
      registry.destroy();
      registry.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
