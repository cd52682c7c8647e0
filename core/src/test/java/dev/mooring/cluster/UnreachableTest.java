package dev.mooring.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProxySelector;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which failure of the way to the API server is which, and what the user can do about it.
final class UnreachableTest {
  private static final ProxySelector DIRECT = ProxySelector.of(null);

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UnresolvedAddressException(), Code.CLUSTER_UNREACHABLE, "resolved"),
        Arguments.of(new UnknownHostException("x"), Code.CLUSTER_UNREACHABLE, "resolved"),
        Arguments.of(new HttpTimeoutException("x"), Code.CLUSTER_UNREACHABLE, "in time"),
        Arguments.of(new SocketTimeoutException("x"), Code.CLUSTER_UNREACHABLE, "in time"),
        Arguments.of(new TimeoutException(), Code.CLUSTER_UNREACHABLE, "in time"),
        Arguments.of(new ConnectException("x"), Code.CLUSTER_UNREACHABLE, "refused"),
        Arguments.of(new NoRouteToHostException("x"), Code.CLUSTER_UNREACHABLE, "no route"),
        Arguments.of(
            new ConnectException("Network is unreachable"), Code.CLUSTER_UNREACHABLE, "no route"),
        Arguments.of(new ProxyRefusedException(407), Code.CLUSTER_UNREACHABLE, "proxy refused"),
        Arguments.of(
            new IOException("Tunnel failed, got: 407"), Code.CLUSTER_UNREACHABLE, "proxy refused"),
        Arguments.of(new EOFException("x"), Code.CONNECTION_LOST, "was lost"),
        Arguments.of(
            tls("x", new CertificateExpiredException("x")), Code.API_UNTRUSTED, "has expired"),
        Arguments.of(
            tls("No subject alternative names", new CertificateException("x")),
            Code.API_UNTRUSTED,
            "another hostname"),
        Arguments.of(tls("No name matching api", null), Code.API_UNTRUSTED, "another hostname"),
        Arguments.of(
            tls("x", new CertPathValidatorException("x")), Code.API_UNTRUSTED, "isn't signed"),
        Arguments.of(tls("x", new CertificateException("x")), Code.API_UNTRUSTED, "isn't signed"),
        Arguments.of(tls("PKIX path", null), Code.API_UNTRUSTED, "isn't signed"),
        Arguments.of(
            tls("Received fatal alert: bad_certificate", null),
            Code.CREDENTIALS_REFUSED,
            "rejected the client certificate"),
        Arguments.of(tls("Unsupported or unrecognized", null), Code.API_UNTRUSTED, "handshake"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachFailureOfTheNetworkIsToldApartHoweverDeepItLies(
      Throwable failure, Code code, String why) {
    for (Throwable each :
        new Throwable[] {failure, new IOException(new IOException("around it", failure))}) {
      Problem problem = problem(each, DIRECT);
      assertEquals(code, problem.code(), problem::toString);
      assertEquals("Can't read it", problem.what());
      assertTrue(problem.why().contains(why), problem::toString);
      assertTrue(problem.why().contains("https://api.test:6443"), problem::toString);
      assertFalse(problem.why().contains("through the proxy"), problem::toString);
      assertFalse(problem.whatToDo().isEmpty(), problem::toString);
    }
  }

  @Test
  void aProxyOnTheWayIsNamed() {
    ProxySelector proxy = ProxySelector.of(InetSocketAddress.createUnresolved("p", 3128));
    assertTrue(problem(new ConnectException("x"), proxy).why().contains("through the proxy"));
    assertTrue(problem(new TimeoutException(), proxy).why().contains("through the proxy"));
    assertTrue(problem(new EOFException("x"), proxy).why().contains("through the proxy"));
  }

  @Test
  void whatTheLibrariesSaidIsTheDetailOnceEachAndCut() {
    assertEquals("EOFException: x", problem(new EOFException("x"), DIRECT).detail());
    assertEquals(
        "IOException: outer\ninner",
        problem(
                new IOException("outer", new IOException("inner", new IOException("outer"))),
                DIRECT)
            .detail());
    assertTrue(problem(new IOException("x".repeat(5000)), DIRECT).detail().length() < 620);
  }

  @Test
  void causesThatGoRoundAreLookedAtTenDeep() {
    IOException deep = new IOException("0", new ConnectException("x"));
    for (int i = 1; i < 9; i++) {
      deep = new IOException("" + i, deep);
    }
    assertEquals(Code.CONNECTION_LOST, problem(new IOException("more", deep), DIRECT).code());
    assertEquals(Code.CLUSTER_UNREACHABLE, problem(deep, DIRECT).code());
  }

  @Test
  void onlyWhatBrokeMidwayIsTriedAgain() {
    assertTrue(Unreachable.brokenMidway(new EOFException("x")));
    assertFalse(Unreachable.brokenMidway(new IOException(new ConnectException("x"))));
    assertFalse(Unreachable.brokenMidway(new HttpTimeoutException("x")));
    assertFalse(Unreachable.brokenMidway(tls("x", null)));
  }

  private static Problem problem(Throwable failure, ProxySelector proxies) {
    return Unreachable.problem("Can't read it", new Endpoint(proxies), failure);
  }

  private static SSLHandshakeException tls(String message, @Nullable Throwable cause) {
    SSLHandshakeException failure = new SSLHandshakeException(message);
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private record Endpoint(ProxySelector proxies) implements ApiEndpoint {
    @Override
    public Context context() {
      return new Context("lab", "c", "ana", "https://api.test:6443", "dev", true);
    }

    @Override
    public URI server() {
      return URI.create("https://api.test:6443/");
    }

    @Override
    public @Nullable SSLContext tls() {
      return null;
    }

    @Override
    public @Nullable String tlsName() {
      return null;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }
  }
}
