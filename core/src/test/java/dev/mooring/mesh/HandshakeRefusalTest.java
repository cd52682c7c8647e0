package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.Identity;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.StreamException;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandshakeRefusalTest {
  private static final URI SERVER = SidecarServer.id("/ns/reg/sa/kube-registry");
  private static final Identity ME = me();

  private static Identity me() {
    TestAuthority mesh = new TestAuthority("cluster.local");
    KeyPair keys = TestAuthority.newKeys();
    URI id = SidecarServer.id("/ns/dev/sa/ana");
    return new Identity(
        id,
        List.of(mesh.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.uri(id.toString()))),
        keys.getPrivate(),
        List.of(mesh.root()),
        Instant.now());
  }

  private static Problem explained(IOException failure) {
    return HandshakeRefusal.explain(failure, ME, SERVER);
  }

  private static SSLHandshakeException because(Exception cause) {
    SSLHandshakeException failure = new SSLHandshakeException("failed");
    failure.initCause(new IOException(cause));
    return failure;
  }

  @ParameterizedTest
  @CsvSource({
    "(certificate_required), CERTIFICATE_REFUSED, got no client certificate",
    "(certificate_expired), CERTIFICATE_REFUSED, has expired",
    "(unknown_ca), CERTIFICATE_REFUSED, doesn't accept the certificate of cluster.local/ns/dev",
    "(bad_certificate), CERTIFICATE_REFUSED, doesn't accept the certificate",
    "(certificate_unknown), CERTIFICATE_REFUSED, doesn't accept the certificate",
    "(unsupported_certificate), CERTIFICATE_REFUSED, doesn't accept the certificate",
    "Unrecognized SSL message, REGISTRY_UNGUARDED, uses plaintext",
    "not an SSL/TLS record, REGISTRY_UNGUARDED, uses plaintext",
    "Unsupported or unrecognized x, REGISTRY_UNGUARDED, uses plaintext",
    "(handshake_failure), CERTIFICATE_REFUSED, no TLS version or cipher suite in common",
    "(protocol_version), CERTIFICATE_REFUSED, no TLS version or cipher suite in common",
    "(internal_error), REGISTRY_UNREACHABLE, the TLS handshake failed",
  })
  void anAlertSaysWhatIsWrong(String message, Code code, String why) {
    Problem problem = explained(new SSLHandshakeException(message));
    assertEquals(code, problem.code());
    assertTrue(problem.why().contains(why), problem.why());
    assertEquals("Can't establish mutual TLS with " + SERVER, problem.what());
    assertEquals("SSLHandshakeException: " + message, problem.detail());
  }

  @Test
  void aCertificateOutOfTimeIsAQuestionOfClocks() {
    Problem expired = explained(because(new CertificateExpiredException("x")));
    assertEquals(Code.REGISTRY_UNTRUSTED, expired.code());
    assertTrue(expired.why().contains("has expired"), expired.why());
    Problem early = explained(because(new CertificateNotYetValidException("x")));
    assertTrue(early.why().contains("isn't valid yet"), early.why());
  }

  @Test
  void anUnknownRootIsOneOfTheMesh() {
    for (Exception each :
        List.of(new CertPathValidatorException("x"), new CertPathBuilderException("x"))) {
      Problem problem = explained(because(each));
      assertEquals(Code.REGISTRY_UNTRUSTED, problem.code());
      assertTrue(problem.why().contains("isn't signed"), problem.why());
    }
  }

  @Test
  void anEndWithoutAWordIsASidecarThatIsNotThere() {
    Problem problem = explained(new EOFException());
    assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
    assertTrue(problem.why().contains("closed without a response"), problem.why());
    assertEquals(
        "the connection was lost during the handshake", explained(new IOException("reset")).why());
  }

  @Test
  void onlyWhatAnotherAttemptCannotChangeCountsAsRefused() {
    IOException refused = new SSLHandshakeException("(unknown_ca)");
    assertEquals(
        StreamException.Kind.UNTRUSTED,
        assertInstanceOf(
                StreamException.class, HandshakeRefusal.raise(refused, ME, SERVER).getCause())
            .kind());
    assertEquals(
        StreamException.Kind.UNTRUSTED,
        HandshakeRefusal.asStreamException(refused, ME, SERVER).kind());
    IOException lost = new IOException("reset");
    assertEquals(lost, HandshakeRefusal.raise(lost, ME, SERVER).getCause());
    assertEquals(
        StreamException.Kind.RESET, HandshakeRefusal.asStreamException(lost, ME, SERVER).kind());
  }
}
