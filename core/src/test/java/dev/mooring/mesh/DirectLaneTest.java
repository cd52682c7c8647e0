package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/// A registry at its own address: whom it is taken for, and what is said where it is not there.
final class DirectLaneTest {
  private final TestAuthority authority = new TestAuthority("registries");

  private static String pem(X509Certificate certificate) throws CertificateEncodingException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private SidecarServer server(GeneralName name) throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf = authority.leaf(keys.getPublic(), Duration.ofHours(1), name);
    return new SidecarServer(keys, leaf, authority.root()).toAnybody();
  }

  private static RegistryAddress at(String scheme, int port, String authorities) {
    return new RegistryAddress(URI.create(scheme + "://localhost:" + port), authorities);
  }

  private static void greet(RegistryAddress registry) throws InterruptedException {
    try (ByteStream stream = new DirectLane(registry).dial()) {
      Greeting.exchange(stream, registry, "");
    }
  }

  private static MooringException refused(RegistryAddress registry) {
    return assertThrows(MooringException.class, () -> greet(registry));
  }

  private static void untrusted(RegistryAddress registry) {
    MooringException refused = refused(registry);
    Problem problem = refused.problem();
    assertEquals(Code.REGISTRY_UNTRUSTED, problem.code(), problem::detail);
    assertEquals("its certificate isn't trusted", problem.why());
    assertTrue(problem.whatToDo().contains("its CA certificate"), problem::whatToDo);
    // Another attempt would end the same, so that nobody waits for one.
    assertEquals(
        StreamException.Kind.UNTRUSTED,
        assertInstanceOf(StreamException.class, refused.getCause()).kind());
  }

  @Test
  void theAuthorityThatTheUserGaveIsBelieved() throws Exception {
    try (SidecarServer server = server(TestAuthority.dns("localhost"))) {
      greet(at("https", server.port(), pem(authority.root())));
      assertEquals(List.of("http/1.1"), server.protocols);
      String several = pem(new TestAuthority("other").root()) + pem(authority.root());
      greet(at("https", server.port(), several));
    }
  }

  @Test
  void anAuthorityThatNobodyGaveIsNot() throws Exception {
    try (SidecarServer server = server(TestAuthority.dns("localhost"))) {
      untrusted(at("https", server.port(), ""));
      untrusted(at("https", server.port(), pem(new TestAuthority("other").root())));
      assertEquals(List.of(), server.received);
    }
  }

  @Test
  void aCertificateForAnotherNameIsNot() throws Exception {
    try (SidecarServer server = server(TestAuthority.dns("registry.example"))) {
      untrusted(at("https", server.port(), pem(authority.root())));
      assertEquals(List.of(), server.received);
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsSaidToFailTheHandshake() throws Exception {
    try (WithoutTls plain = new WithoutTls()) {
      Problem problem = refused(at("https", plain.port(), "")).problem();
      assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
      assertTrue(
          List.of("the TLS handshake failed", "the connection was lost during the handshake")
              .contains(problem.why()),
          problem::why);
      assertEquals("Check that it serves TLS on this port", problem.whatToDo());
    }
  }

  @Test
  void certificatesThatCannotBeReadAreToldBeforeAnythingIsDialled() {
    String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    Problem problem = refused(at("https", 1, broken)).problem();
    assertEquals(Code.REGISTRY_UNTRUSTED, problem.code());
    assertEquals("Provide them in PEM format", problem.whatToDo());
  }

  @Test
  void aRegistryOnThisMachineIsReachedWithoutTls() throws Exception {
    try (TinyRegistry registry = new TinyRegistry()) {
      greet(at("http", registry.uri().getPort(), ""));
      assertEquals(List.of("GET /v2/"), registry.requests);
    }
  }

  @Test
  void aRegistryThatIsNotThereIsInterruptedUntilItAnswers() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    DirectLane lane = new DirectLane(at("http", port, ""));
    lane.look();
    Lane.Standing.Interrupted interrupted =
        assertInstanceOf(Lane.Standing.Interrupted.class, lane.standing().get());
    assertEquals("nothing responds at localhost:" + port, interrupted.why().why());
    assertEquals(
        Code.REGISTRY_UNREACHABLE,
        assertThrows(MooringException.class, lane::dial).problem().code());
    try (ServerSocket back = listening(port)) {
      lane.look();
      assertInstanceOf(Lane.Standing.Reachable.class, lane.standing().get());
      assertEquals(port, back.getLocalPort());
    }
  }

  private static ServerSocket listening(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
