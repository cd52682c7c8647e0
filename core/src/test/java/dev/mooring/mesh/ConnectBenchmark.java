package dev.mooring.mesh;

import dev.mooring.forward.Comparison;
import dev.mooring.forward.KubectlForward;
import dev.mooring.identity.Identity;
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
          socat(theirs, kubectl.port(), registry.identities.get(registry.account("writer")));
      try {
        Comparison.transfers("kubectl with socat", theirs, ours);
      } finally {
        socat.destroy();
        socat.waitFor();
      }
    }
  }

  private Process socat(int port, int to, Identity me) throws Exception {
    Path pem = folder.resolve("client.pem");
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
                    "OPENSSL:127.0.0.1:" + to + ",cert=" + pem + ",verify=0,nodelay"))
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
