package dev.mooring.forward.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.tls.LocalTls;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LocalTlsTest {
  private final LocalTls tls = new LocalTls("db", List.of(), "db.test", Clock.systemUTC());
  private final BlockingQueue<MooringException> failures = new LinkedBlockingQueue<>();

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3,localhost",
    "TLSv1.2,localhost",
    "TLSv1.3,127.0.0.1",
    "TLSv1.3,::1",
    "TLSv1.2,db.test"
  })
  void bytesComeBackUnderEachNameOfTheCertificate(String version, String host) throws Exception {
    byte[] sent = new byte[200_000];
    new Random(3).nextBytes(sent);
    try (LoopbackListener listener = listen(LoopbackListenerTest.Echo::new);
        SSLSocket socket = connect(listener, host)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      Thread writer = Thread.ofVirtual().start(() -> write(socket, sent));
      assertArrayEquals(sent, socket.getInputStream().readNBytes(sent.length));
      writer.join();
    }
  }

  @Test
  void anotherNameIsNotCertified() throws Exception {
    try (LoopbackListener listener = listen(LoopbackListenerTest.Echo::new);
        SSLSocket socket = connect(listener, "example.org")) {
      assertThrows(SSLException.class, socket::startHandshake);
    }
  }

  @Test
  void whoDoesNotSpeakTlsIsRefusedAndGoesNowhere() throws Exception {
    AtomicInteger dialled = new AtomicInteger();
    Dialer counting =
        () -> {
          dialled.incrementAndGet();
          return new LoopbackListenerTest.Echo();
        };
    try (LoopbackListener listener = listen(counting);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      MooringException told = failures.poll(30, TimeUnit.SECONDS);
      assertTrue(told != null && told.problem().why().contains("TLS"), () -> "told " + told);
      assertFalse(answer(plain).contains("GET"));
    }
    assertEquals(0, dialled.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aLostStreamIsAResetAndNotACloseNotify(String version) throws Exception {
    try (LoopbackListener listener = listen(LoopbackListenerTest.Lost::new);
        SSLSocket socket = connect(listener, "localhost")) {
      socket.setEnabledProtocols(new String[] {version});
      assertThrows(
          IOException.class,
          () -> {
            socket.startHandshake();
            if (socket.getInputStream().read() < 0) {
              throw new AssertionError("a clean end");
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void anOrderlyEndIsOne(String version) throws Exception {
    try (LoopbackListener listener = listen(LoopbackListenerTest.Answering::new);
        SSLSocket socket = connect(listener, "localhost")) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      assertEquals("no", new String(socket.getInputStream().readAllBytes(), US_ASCII));
    }
  }

  @Test
  void theCertificateIsShortLivedSignsNothingAndIsRenewedInTime() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
    InstantSource source = now::get;
    LocalTls renewed =
        new LocalTls(
            "db", List.of(InetAddress.ofLiteral("127.0.0.9")), "", source.withZone(ZoneOffset.UTC));
    String first = renewed.certificate();
    X509Certificate certificate = certificate(first);
    assertEquals(-1, certificate.getBasicConstraints());
    assertTrue(
        certificate.getSubjectAlternativeNames().stream()
            .anyMatch(each -> each.contains("127.0.0.9")));
    Duration valid =
        Duration.between(
            certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
    assertEquals(Duration.ofDays(7), valid);
    assertEquals(first, renewed.certificate());
    now.set(now.get().plus(Duration.ofDays(6)));
    assertNotEquals(first, renewed.certificate());
    assertFalse(first.contains("PRIVATE"));
  }

  private LoopbackListener listen(Dialer dialer) throws InterruptedException {
    return LoopbackListener.listen(List.of(), 0, Guard.none(), tls, dialer, failures::add);
  }

  private static X509Certificate certificate(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
  }

  /// Trusts the forward's certificate alone, and checks the name as browsers do.
  private SSLSocket connect(LoopbackListener listener, String host) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("forward", certificate(tls.certificate()));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, listener.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static String answer(Socket plain) throws IOException {
    try {
      return new String(plain.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
