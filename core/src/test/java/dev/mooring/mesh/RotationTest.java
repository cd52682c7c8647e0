package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.istiod.TestAuthority;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Certificates change under busy connections, as istiod changes them.
final class RotationTest {
  private static final int BUSY = 50;
  private static final int REQUESTS = 4;

  private final FakeMesh mesh = new FakeMesh();
  private final TestAuthority old = mesh.authority;
  private final TestAuthority next = new TestAuthority("cluster.local");
  private final List<SidecarServer> servers = new ArrayList<>();
  private final AtomicIntegerArray opened = new AtomicIntegerArray(BUSY);
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean over;

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
    try (RegistryForward forward = mesh.forward();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = forward.connect(0).listening().getFirst().getPort();
      for (int i = 0; i < BUSY; i++) {
        int worker = i;
        threads.execute(() -> work(port, worker));
      }
      awaitNewConnections();
      for (int rotation = 0; rotation < 10; rotation++) {
        mesh.identity.set(FakeMesh.identity(old, old));
        awaitNewConnections();
      }
      Set<X509Certificate> shown = new HashSet<>(servers.getFirst().clients);
      assertTrue(shown.size() >= 10, () -> shown.size() + " certificates were shown");

      // Both roots are trusted everywhere before anything is signed by the new one.
      serve(old, old, next);
      mesh.identity.set(FakeMesh.identity(old, old, next));
      awaitNewConnections();
      serve(next, old, next);
      awaitNewConnections();
      mesh.identity.set(FakeMesh.identity(next, old, next));
      awaitNewConnections();
      serve(next, next);
      mesh.identity.set(FakeMesh.identity(next, next));
      awaitNewConnections();
      over = true;
    } finally {
      over = true;
    }
    assertEquals(0, failed.get());
  }

  /// Until every worker has dialled anew at least twice, so that one of them began after now.
  private void awaitNewConnections() {
    int[] before = new int[BUSY];
    for (int i = 0; i < BUSY; i++) {
      before[i] = opened.get(i);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              for (int i = 0; i < BUSY; i++) {
                if (opened.get(i) < before[i] + 2) {
                  return failed.get() > 0;
                }
              }
              return true;
            });
  }

  private void work(int port, int worker) {
    byte[] body = new byte[40_000];
    byte[] head =
        ("POST /v2/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    while (!over) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(20_000);
        for (int i = 0; i < REQUESTS; i++) {
          socket.getOutputStream().write(request);
          assertArrayEquals(request, socket.getInputStream().readNBytes(request.length));
        }
        opened.incrementAndGet(worker);
      } catch (Exception | AssertionError e) {
        if (!over) {
          failed.incrementAndGet();
        }
      }
    }
  }
}
