package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which proxy is believed to be the registry's: nothing is shown to any other.
@Timeout(60)
final class DoorTrustTest {
  private static final RegistryDoor REGISTRY =
      new RegistryDoor(
          "kube-registry",
          "kube-registry",
          5000,
          new ServiceAccount("dev-ana", "mooring"),
          "mooring-registry");

  private final Instant later = Instant.now().plusSeconds(3600);
  private final FakeMesh mesh = new FakeMesh();
  private final IssuedTokens tokens = new IssuedTokens();
  private final TestAuthority next = new TestAuthority("next");
  private final RegistryForward forward =
      new RegistryForward(mesh.cluster(), mesh.tunnels(), mesh.identities(), REGISTRY);

  DoorTrustTest() {
    mesh.tokens = tokens::issue;
    mesh.authorities = TestAuthority.pem(mesh.authority.root());
  }

  @AfterEach
  void close() {
    forward.close();
  }

  private Problem refused(TokenDoor door) {
    mesh.registryPod(door.port());
    long start = System.nanoTime();
    MooringException refused = assertThrows(MooringException.class, () -> forward.connect(0));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, "took " + took);
    assertEquals(List.of(), door.seen);
    return refused.problem();
  }

  @Test
  void aProxyThatAnotherAuthorityVouchesForIsNotBelieved() throws Exception {
    try (TokenDoor other = TokenDoor.of(next)) {
      Problem problem = refused(other);
      assertEquals(Code.REGISTRY_UNTRUSTED, problem.code(), problem::detail);
      assertEquals(
          "its certificate isn't signed by the registry's certificate authority", problem.why());
    }
  }

  @Test
  void aProxyWithAnotherNameIsNotBelieved() throws Exception {
    try (TokenDoor other =
        new TokenDoor(mesh.authority, later, TestAuthority.dns("kube-registry.team-a.svc"))) {
      Problem problem = refused(other);
      assertEquals(Code.REGISTRY_WRONG_IDENTITY, problem.code(), problem::detail);
      assertTrue(problem.why().endsWith(TokenDoor.NAME), problem::why);
    }
  }

  @Test
  void aProxyWhoseCertificateHasExpiredIsNotBelieved() throws Exception {
    try (TokenDoor old =
        new TokenDoor(
            mesh.authority, Instant.now().minusSeconds(60), TestAuthority.dns(TokenDoor.NAME))) {
      Problem problem = refused(old);
      assertEquals(Code.REGISTRY_UNTRUSTED, problem.code(), problem::detail);
      assertEquals("its certificate has expired or isn't valid yet", problem.why());
    }
  }

  @Test
  void anAuthorityThatHasExpiredVouchesForNobody() throws Exception {
    TestAuthority old =
        new TestAuthority("old", Instant.now().minusSeconds(7200), Instant.now().minusSeconds(60));
    try (TokenDoor door = TokenDoor.of(old)) {
      mesh.authorities = TestAuthority.pem(old.root());
      Problem problem = refused(door);
      assertEquals(Code.REGISTRY_UNTRUSTED, problem.code(), problem::detail);
      assertTrue(problem.why().startsWith("its certificate authority expired"), problem::why);

      mesh.authorities = TestAuthority.pem(old.root()) + TestAuthority.pem(next.root());
      assertEquals(Code.REGISTRY_UNTRUSTED, refused(door).code());
    }
  }

  @Test
  void aMissingOrBrokenAuthorityFailsClosed() throws Exception {
    try (TokenDoor door = TokenDoor.of(mesh.authority)) {
      mesh.authorities = "";
      Problem missing = refused(door);
      assertEquals(Code.REGISTRY_UNTRUSTED, missing.code());
      assertTrue(missing.why().contains("mooring-authority"), missing::why);
      assertInstanceOf(Remedy.Command.class, missing.remedy());

      mesh.authorities = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
      assertTrue(refused(door).why().contains("holds no readable certificates"));
    }
  }

  @Test
  void plainTextIsNotTakenForTheProxy() throws Exception {
    try (WithoutTls plain = new WithoutTls()) {
      mesh.registryPod(plain.port());
      Problem problem = assertThrows(MooringException.class, () -> forward.connect(0)).problem();
      assertTrue(
          List.of(Code.REGISTRY_UNGUARDED, Code.REGISTRY_UNREACHABLE).contains(problem.code()),
          problem::toString);
      assertFalse(plain.begun.isEmpty());
      // A TLS record of a handshake, and no request with a token.
      assertTrue(plain.begun.stream().allMatch(each -> each.startsWith("\u0016")));
    }
  }

  @Test
  void olderTlsIsRefused() throws Exception {
    try (TokenDoor old =
        new TokenDoor(mesh.authority, later, TestAuthority.dns(TokenDoor.NAME), "TLSv1.2")) {
      assertEquals("it doesn't offer TLS 1.3", refused(old).why());
    }
  }

  @Test
  void anAuthorityThatRotatesIsFollowedWithoutACut() throws Exception {
    try (TokenDoor before = TokenDoor.of(mesh.authority);
        TokenDoor after = TokenDoor.of(next)) {
      mesh.registryPod(before.port());
      int port = forward.connect(0).listening().getFirst().getPort();
      assertEquals(200, get(port));

      // Both are published while the proxy changes its certificate; later only the new one.
      mesh.authorities = TestAuthority.pem(mesh.authority.root()) + TestAuthority.pem(next.root());
      mesh.servedBy(after.port());
      before.close();
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(300))
          .until(() -> get(port) == 200 && !after.asked().isEmpty());
      assertTrue(mesh.authorityReads.get() <= 6, "read " + mesh.authorityReads.get() + " times");
    }
  }

  private static int get(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET /v2/a/tags/list HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
