package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.forward.BlobTransfer;
import dev.mooring.identity.Identity;
import dev.mooring.identity.ServiceAccount;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Certificates of a real istiod change under busy connections to a real sidecar.
@NeedsIstio
@Tag("cluster")
@Timeout(300)
final class RotationClusterTest {
  private static final int ROTATIONS = 10;
  private static final int PIECE = 40_000;

  @Test
  void tenRotationsOfTheLeafCostNoRequest() throws Exception {
    try (MeshRegistry registry = MeshRegistry.install();
        RegistryForward forward = registry.forward("writer")) {
      int port = forward.connect(0).listening().getFirst().getPort();
      BlobTransfer blob = new BlobTransfer(1 << 20);
      String digest = blob.digest(1);
      blob.push(port, 1, digest);
      byte[] request = request(digest);
      byte[] expected;
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        expected = ask(socket, request);
      }
      ServiceAccount writer = registry.account("writer");
      Set<X509Certificate> leaves = new HashSet<>();
      try (BusyConnections busy =
          new BusyConnections(port, s -> assertArrayEquals(expected, ask(s, request)))) {
        busy.awaitNewConnections();
        for (int i = 0; i < ROTATIONS; i++) {
          Identity before = registry.identities.get(writer);
          leaves.add(before.chain().getFirst());
          registry.identities.renew(writer, before);
          busy.awaitNewConnections();
        }
        leaves.add(registry.identities.get(writer).chain().getFirst());
        assertEquals(List.of(), busy.failures());
      }
      assertEquals(ROTATIONS + 1, leaves.size());
    }
  }

  private static byte[] request(String digest) {
    return ("GET /v2/ana/bench/blobs/"
            + digest
            + " HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-"
            + (PIECE - 1)
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// The body of the answer.
  private static byte[] ask(Socket socket, byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertTrue(next >= 0, () -> "cut after " + head);
      head.append((char) next);
    }
    assertTrue(head.toString().startsWith("HTTP/1.1 206"), head::toString);
    return in.readNBytes(PIECE);
  }
}
