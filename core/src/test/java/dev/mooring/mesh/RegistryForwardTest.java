package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.ForwardEvent;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ReachabilityEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What people see of a connection to a registry in the mesh.
final class RegistryForwardTest {
  private static final InetSocketAddress AT_NODE =
      new InetSocketAddress(InetAddress.ofLiteral(FakeMesh.NODE), 9443);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeMesh mesh = new FakeMesh();
  private final RegistryForward forward = mesh.forward();

  @AfterEach
  void close() {
    forward.close();
  }

  private Problem refusedWithoutTryingOn() {
    long start = System.nanoTime();
    MooringException refused = assertThrows(MooringException.class, () -> forward.connect(0));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    // What can be over soon is tried for thirty seconds.
    assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, "took " + took);
    assertInstanceOf(ConnectionState.Failed.class, forward.state().get());
    return refused.problem();
  }

  @Test
  void anotherWorkloadInTheRegistrysPlaceIsToldAtOnce() throws Exception {
    try (SidecarServer other =
        mesh.sidecar(SidecarServer.id("/ns/kube-registry/sa/someone-else"))) {
      mesh.registryPod(other.port());
      assertEquals(Code.REGISTRY_WRONG_IDENTITY, refusedWithoutTryingOn().code());
    }
  }

  @Test
  void anUnknownRootIsToldAtOnce() throws Exception {
    try (SidecarServer other =
        mesh.sidecar(SidecarServer.ANYWHERE, FakeMesh.SERVER, new TestAuthority("another mesh"))) {
      mesh.registryPod(other.port());
      assertEquals(Code.REGISTRY_UNTRUSTED, refusedWithoutTryingOn().code());
    }
  }

  @Test
  void aRefusedCertificateIsToldAtOnce() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.identity.set(FakeMesh.identity(new TestAuthority("another mesh"), mesh.authority));
      mesh.registryPod(server.port());
      assertEquals(Code.CERTIFICATE_REFUSED, refusedWithoutTryingOn().code());
    }
  }

  @Test
  void missingRightsAreToldAtOnceWithEveryLane() {
    mesh.denied.add("kube-registry");
    mesh.denied.add(Entrance.NAMESPACE);

    Problem refused = refusedWithoutTryingOn();
    assertEquals(Code.MISSING_RIGHT, refused.code());
    assertTrue(refused.why().contains("pods/portforward in kube-registry"), refused.why());
  }

  @Test
  void aMissingRegistryIsToldAtOnce() {
    assertEquals(Code.REGISTRY_MISSING, refusedWithoutTryingOn().code());
  }

  @Test
  void rootsThatChangedSinceOurCertificateCameAreFetchedAnew() throws Exception {
    TestAuthority next = new TestAuthority("cluster.local");
    try (SidecarServer server = mesh.sidecar(SidecarServer.ANYWHERE, FakeMesh.SERVER, next)) {
      mesh.registryPod(server.port());
      var old = mesh.identity.get();
      var fresh = FakeMesh.identity(mesh.authority, mesh.authority, next);
      RegistryForward renewing =
          new RegistryForward(
              mesh.cluster(),
              mesh.tunnels(),
              new dev.mooring.identity.Identities() {
                @Override
                public dev.mooring.identity.Identity get(
                    dev.mooring.identity.ServiceAccount account) {
                  return mesh.identity.get();
                }

                @Override
                public dev.mooring.identity.Identity renew(
                    dev.mooring.identity.ServiceAccount account,
                    dev.mooring.identity.Identity stale) {
                  assertEquals(old, stale);
                  mesh.identity.set(fresh);
                  return fresh;
                }

                @Override
                public void close() {}
              },
              FakeMesh.REGISTRY);
      try (renewing) {
        assertEquals("pod", renewing.connect(0).lane());
      }
    }
  }

  @Test
  void aSilentApiServerIsShownWithinASecondAndItsReturnToo() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(server.port());
      forward.connect(0);

      mesh.tell(
          new ReachabilityEvent.ServerSilent(
              new Problem(Code.GENERAL, "Silent", "it isn't responding", new Remedy.Advice(""))));
      await().atMost(SECOND).until(() -> forward.state().get() instanceof ConnectionState.Degraded);
      mesh.tell(new ReachabilityEvent.ServerHeard());
      await()
          .atMost(SECOND)
          .until(() -> forward.state().get() instanceof ConnectionState.Connected);

      assertEquals(
          List.of(ForwardEvent.Kind.LOST, ForwardEvent.Kind.BACK),
          forward.events().stream()
              .map(ForwardEvent::kind)
              .filter(k -> k == ForwardEvent.Kind.LOST || k == ForwardEvent.Kind.BACK)
              .toList());
    }
  }

  @Test
  void aPodThatGoesIsShownWithinASecond() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(server.port());
      forward.connect(0);

      mesh.removePod("kube-registry");
      await().atMost(SECOND).until(() -> forward.state().get() instanceof ConnectionState.Degraded);
    }
  }

  @Test
  void aWriterWithoutRightsAtTheRegistryComesByTheEntrance() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.denied.add("kube-registry");
      mesh.entrancePod(server.port(), false);

      ConnectionState.Connected connected = forward.connect(0);
      assertEquals("entrance", connected.lane());
      assertEquals("entrance through the Kubernetes API", connected.route());
      assertEquals("kube-registry.registry.mooring.internal", server.serverNames.getFirst());
    }
  }

  @Test
  void theEntranceIsLookedForWhereTheInstallPutIt() throws Exception {
    RegistryLocation there =
        new RegistryLocation(
            "kube-registry",
            "kube-registry",
            5000,
            new ServiceAccount("dev-ana", "mooring"),
            "doors");
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER);
        RegistryForward chosen =
            new RegistryForward(mesh.cluster(), mesh.tunnels(), mesh.identities(), there)) {
      mesh.denied.add("kube-registry");
      mesh.entrancePodIn("doors", server.port());

      assertEquals("entrance", chosen.connect(0).lane());
    }
  }

  @Test
  void theEntrancesAddressIsPreferredToThePod() throws Exception {
    try (SidecarServer pod = mesh.sidecar(FakeMesh.SERVER);
        SidecarServer node = mesh.sidecar(AT_NODE, FakeMesh.SERVER, mesh.authority)) {
      mesh.registryPod(pod.port());
      mesh.entrancePod(node.port(), true);

      assertEquals("entrance at " + FakeMesh.NODE + ":9443", forward.connect(0).route());
      assertEquals(List.of(), pod.clients);
    }
  }

  @Test
  void aLostLaneHandsOverAndTheFasterOneIsTakenBackWithoutCuttingConnections() throws Exception {
    try (SidecarServer pod = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(pod.port());
      SidecarServer node = mesh.sidecar(AT_NODE, FakeMesh.SERVER, mesh.authority);
      mesh.entrancePod(node.port(), true);
      int port = forward.connect(0).listening().getFirst().getPort();
      // The connection that is held opens after the one that proved the lane.
      await().atMost(Duration.ofSeconds(20)).until(() -> node.clients.size() > 1);

      node.close();
      await().atMost(SECOND).until(() -> lane().equals("pod"));
      try (Socket through = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(through);
        try (SidecarServer back = mesh.sidecar(AT_NODE, FakeMesh.SERVER, mesh.authority)) {
          await().atMost(Duration.ofSeconds(20)).until(() -> lane().equals("entrance"));
          echo(through);
          try (Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port)) {
            echo(fresh);
          }
          assertFalse(back.clients.isEmpty());
        }
      }
    }
  }

  @Test
  void theEndOfTheRegistryBehindAnEntranceIsShownWithinASecond() throws Exception {
    mesh.denied.add("kube-registry");
    SidecarServer server = mesh.sidecar(FakeMesh.SERVER);
    mesh.entrancePod(server.port(), false);
    forward.connect(0);
    // The connection that is held opens after the one that proved the lane.
    await().atMost(Duration.ofSeconds(20)).until(() -> server.clients.size() > 1);

    server.close();
    await().atMost(SECOND).until(() -> forward.state().get() instanceof ConnectionState.Degraded);
  }

  @Test
  void whileThePodIsReplacedARequestWaitsForTheNextWhateverElseLeadsToTheOld() throws Exception {
    try (SidecarServer old = mesh.sidecar(FakeMesh.SERVER);
        SidecarServer next = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(old.port());
      // As a Service leads to a pod that goes, while there is no other.
      mesh.entrancePod(old.port(), false);
      int port = forward.connect(0).listening().getFirst().getPort();

      mesh.registryPodGoes();
      try (Socket waiting = new Socket(InetAddress.getLoopbackAddress(), port)) {
        CompletableFuture<Void> answered =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    echo(waiting);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
        assertThrows(TimeoutException.class, () -> answered.get(1, TimeUnit.SECONDS));
        mesh.registryPod(next.port());
        answered.get(10, TimeUnit.SECONDS);
      }
      assertEquals(List.of(), asked(old));
      assertEquals(1, asked(next).size());
    }
  }

  private static List<String> asked(SidecarServer server) {
    return server.received.stream().filter(each -> each.startsWith("POST ")).toList();
  }

  @Test
  void severalRegistriesAreConnectedAtOnce() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER);
        RegistryForwards forwards =
            new RegistryForwards(
                mesh.cluster(),
                mesh.tunnels(),
                mesh.identities(),
                dev.mooring.forward.listener.LocalUsers.owner())) {
      mesh.registryPod(server.port());
      RegistryPlace other =
          new RegistryLocation(
              "kube-registry",
              "kube-registry",
              5000,
              new dev.mooring.identity.ServiceAccount("dev-bob", "mooring"));

      int first = forwards.to(FakeMesh.REGISTRY).connect(0).listening().getFirst().getPort();
      int second = forwards.to(other).connect(0).listening().getFirst().getPort();

      assertEquals(2, forwards.all().get().size());
      for (int port : new int[] {first, second}) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          echo(socket);
        }
      }
    }
  }

  @Test
  void afterASleepNothingIsSentOverAConnectionFromBeforeIt() throws Exception {
    try (SidecarServer before = mesh.sidecar(FakeMesh.SERVER);
        SidecarServer after = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(before.port());
      int port = forward.connect(0).listening().getFirst().getPort();
      try (Socket warming = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(warming);
      }
      // A spare connection waits for the next one who connects.
      await().atMost(Duration.ofSeconds(20)).until(() -> before.clients.size() > 2);
      int looked = mesh.lookedAgain.get();
      mesh.servedBy(after.port());

      mesh.tell(new ReachabilityEvent.Woke(Duration.ofHours(8)));
      try (Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(fresh);
      }

      assertTrue(after.received.stream().anyMatch(each -> each.startsWith("POST ")));
      assertEquals(looked + 1, mesh.lookedAgain.get());
      assertInstanceOf(ConnectionState.Connected.class, forward.state().get());
    }
  }

  @Test
  void aRegistryThatIsLostInASleepComesBackByItself() throws Exception {
    SidecarServer before = mesh.sidecar(FakeMesh.SERVER);
    mesh.registryPod(before.port());
    int port = forward.connect(0).listening().getFirst().getPort();
    before.close();
    mesh.removePod("kube-registry");
    await().atMost(SECOND).until(() -> forward.state().get() instanceof ConnectionState.Degraded);

    mesh.tell(new ReachabilityEvent.Woke(Duration.ofHours(8)));
    try (SidecarServer after = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(after.port());
      await()
          .atMost(SECOND)
          .until(() -> forward.state().get() instanceof ConnectionState.Connected);
      try (Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port)) {
        echo(fresh);
      }
    }
  }

  private static String answer(int port, String... fields) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String request =
          "POST /v2/secret/blobs/uploads/ HTTP/1.1\r\n"
              + String.join("\r\n", fields)
              + "\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] head = new byte[32];
      int length = socket.getInputStream().readNBytes(head, 0, head.length);
      return new String(head, 0, length, StandardCharsets.US_ASCII).lines().findFirst().orElse("");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
      })
  void aWebPagesRequestIsRefusedBeforeAByteIsSentOn(String field) throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(server.port());
      int port = forward.connect(0).listening().getFirst().getPort();

      assertEquals("HTTP/1.1 403 Forbidden", answer(port, "Host: localhost:" + port, field));
      assertTrue(server.received.stream().noneMatch(each -> each.contains("secret")));
      assertEquals("POST /v2/secret/blobs/uploads/ H", answer(port, "Host: localhost:" + port));
      assertTrue(server.received.stream().anyMatch(each -> each.contains("secret")));
    }
  }

  @Test
  void aRequestForAnotherHostIsRefusedBeforeAByteIsSentOn() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      mesh.registryPod(server.port());
      int port = forward.connect(0).listening().getFirst().getPort();

      assertEquals("HTTP/1.1 403 Forbidden", answer(port, "Host: rebound.example:" + port));
      assertTrue(server.received.stream().noneMatch(each -> each.contains("secret")));
    }
  }

  private String lane() {
    return forward.state().get() instanceof ConnectionState.Connected connected
        ? connected.lane()
        : "";
  }

  private static void echo(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    byte[] sent =
        "POST /v2/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc"
            .getBytes(StandardCharsets.US_ASCII);
    socket.getOutputStream().write(sent);
    assertArrayEquals(sent, socket.getInputStream().readNBytes(sent.length));
  }
}
