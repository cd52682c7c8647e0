package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.Comparison;
import dev.mooring.forward.KubectlForward;
import dev.mooring.identity.Identity;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Progress;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The local mTLS forwarder beside what people do by hand: `kubectl port-forward` to the sidecar
/// with socat's OpenSSL in front, which does not even check whom it meets.
@Tag("bench")
class ConnectBenchmark {
  @TempDir Path folder;

  @Test
  void besideKubectlWithSocat() throws Exception {
    try (MeshRegistry registry = MeshRegistry.install();
        RegistryForward forward = registry.forward("writer");
        KubectlForward kubectl =
            KubectlForward.start(registry.namespace, "deploy/kube-registry", 5000)) {
      int ours = forward.connect(0).listening().getFirst().getPort();
      int theirs = freePort();
      Process socat =
          socat(
              theirs,
              "127.0.0.1:" + kubectl.port(),
              "",
              registry.identities.get(registry.account("writer")));
      try {
        Comparison.transfers("kubectl with socat", theirs, ours);
      } finally {
        socat.destroy();
        socat.waitFor();
      }
    }
  }

  @Test
  void theEntranceAtANodesAddressBesideSocatToTheSame() throws Exception {
    StackOptions options = StackOptions.defaults().withEntrance(EntranceMode.NODE);
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        ApiTunnels tunnels = new ApiTunnels(cluster);
        IstiodIdentities identities = new IstiodIdentities(cluster, tunnels)) {
      Stack stack =
          new ClusterStack(
              cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
      stack.install(options, Progress.none());
      RegistryLocation registry = (RegistryLocation) options.location();
      try (RegistryForward forward = new RegistryForward(cluster, tunnels, identities, registry);
          KubectlForward kubectl =
              KubectlForward.start(options.namespace(), "deploy/kube-registry", 5000)) {
        ConnectionState.Connected connected = forward.connect(0);
        String entrance = connected.route().substring("entrance at ".length());
        Identity me = identities.get(registry.account());
        int ours = connected.listening().getFirst().getPort();
        int straight = freePort();
        int throughApi = freePort();
        Process socat = socat(straight, entrance, registry.serverName(), me);
        Process slow = socat(throughApi, "127.0.0.1:" + kubectl.port(), "", me);
        try {
          double mine = firstBytes(ours);
          double theirs = firstBytes(throughApi);
          Comparison.say(
              "first byte of a new connection, p50: mooring by entrance %.2f ms, kubectl with socat %.2f ms, ratio %.2f"
                  .formatted(mine, theirs, mine / theirs));
          Comparison.transfers("socat to the same entrance", straight, ours);
        } finally {
          for (Process each : List.of(socat, slow)) {
            each.destroy();
            each.waitFor();
          }
        }
      } finally {
        stack.uninstall(options, Stack.DataFate.DELETE, Progress.none());
      }
    }
  }

  /// Median milliseconds from a new connection to the first byte of an answer.
  private static double firstBytes(int port) throws IOException {
    double[] took = new double[150];
    for (int i = 0; i < took.length; i++) {
      long start = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket
            .getOutputStream()
            .write(
                "GET /v2/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        if (socket.getInputStream().read() < 0) {
          throw new IOException("no answer");
        }
      }
      took[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(took);
    return took[took.length / 2];
  }

  /// @param serverName for an entrance that passes TLS on; empty for none
  private Process socat(int port, String to, String serverName, Identity me) throws Exception {
    Path pem = folder.resolve("client.pem");
    Files.deleteIfExists(pem);
    Files.createFile(
        pem, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    StringBuilder text = new StringBuilder(block("PRIVATE KEY", me.key().getEncoded()));
    for (X509Certificate each : me.chain()) {
      text.append(block("CERTIFICATE", encoded(each)));
    }
    Files.writeString(pem, text);
    Process socat =
        new ProcessBuilder(
                List.of(
                    "socat",
                    "-b65536",
                    "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork,nodelay",
                    "OPENSSL:"
                        + to
                        + ",cert="
                        + pem
                        + ",verify=0,nodelay"
                        + (serverName.isEmpty() ? "" : ",snihost=" + serverName)))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("socat.log").toFile())
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> answers(port));
    return socat;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] encoded(X509Certificate certificate) throws CertificateEncodingException {
    return certificate.getEncoded();
  }

  private static String block(String label, byte[] der) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
