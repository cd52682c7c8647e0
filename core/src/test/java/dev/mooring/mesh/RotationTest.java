package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.istiod.TestAuthority;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Certificates change under busy connections, as istiod changes them.
final class RotationTest {
  private static final byte[] REQUEST = request();

  private final FakeMesh mesh = new FakeMesh();
  private final TestAuthority old = mesh.authority;
  private final TestAuthority next = new TestAuthority("cluster.local");
  private final List<SidecarServer> servers = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (SidecarServer each : servers) {
      each.close();
    }
  }

  private void serve(TestAuthority by, TestAuthority... trusted) throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf =
        by.leaf(
            keys.getPublic(), Duration.ofHours(1), TestAuthority.uri(FakeMesh.SERVER.toString()));
    SidecarServer server =
        new SidecarServer(
            SidecarServer.ANYWHERE,
            keys,
            leaf,
            java.util.Arrays.stream(trusted).map(TestAuthority::root).toList());
    servers.add(server);
    if (servers.size() == 1) {
      mesh.registryPod(server.port());
    } else {
      mesh.servedBy(server.port());
    }
  }

  @Test
  void tenRotationsOfTheLeafAndOneOfTheRootCostNoConnection() throws Exception {
    serve(old, old);
    try (RegistryForward forward = mesh.forward()) {
      int port = forward.connect(0).listening().getFirst().getPort();
      try (BusyConnections busy = new BusyConnections(port, RotationTest::echo)) {
        busy.awaitNewConnections();
        for (int rotation = 0; rotation < 10; rotation++) {
          mesh.identity.set(FakeMesh.identity(old, old));
          busy.awaitNewConnections();
        }
        Set<X509Certificate> shown = new HashSet<>(servers.getFirst().clients);
        assertTrue(shown.size() >= 10, () -> shown.size() + " certificates were shown");

        // Both roots are trusted everywhere before anything is signed by the new one.
        serve(old, old, next);
        mesh.identity.set(FakeMesh.identity(old, old, next));
        busy.awaitNewConnections();
        serve(next, old, next);
        busy.awaitNewConnections();
        mesh.identity.set(FakeMesh.identity(next, old, next));
        busy.awaitNewConnections();
        serve(next, next);
        mesh.identity.set(FakeMesh.identity(next, next));
        busy.awaitNewConnections();
        assertEquals(List.of(), busy.failures());
      }
    }
  }

  private static void echo(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    assertArrayEquals(REQUEST, socket.getInputStream().readNBytes(REQUEST.length));
  }

  private static byte[] request() {
    byte[] body = new byte[40_000];
    byte[] head =
        ("POST /v2/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    return request;
  }
}
