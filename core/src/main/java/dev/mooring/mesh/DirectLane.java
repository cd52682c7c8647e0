package dev.mooring.mesh;

import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/// A registry at its own address: TLS checked by its name, or plain on this machine.
final class DirectLane implements Lane {
  private final RegistryAddress registry;
  private final SSLContext tls;
  private final Observed<Standing> standing = new Observed<>(new Standing.Reachable());

  /// @throws MooringException when the given authorities cannot be read
  DirectLane(RegistryAddress registry) {
    this.registry = registry;
    try {
      this.tls = context(registry.authorities());
    } catch (GeneralSecurityException | IOException e) {
      throw new Problem(
              Code.REGISTRY_UNTRUSTED,
              "Cannot connect to " + registry.words(),
              "the certificates of its authorities cannot be read",
              new Remedy.Advice("Give them in PEM"),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static SSLContext context(String authorities)
      throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return SSLContext.getDefault();
    }
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    int count = 0;
    for (Certificate each :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)))) {
      anchors.setCertificateEntry("authority-" + count++, each);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public String name() {
    return "direct";
  }

  @Override
  public String route() {
    return "directly";
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Observed<Standing> standing() {
    return standing;
  }

  @Override
  public void look() throws InterruptedException {
    try {
      TcpStream.connect(registry.host(), registry.port()).close();
      standing.set(new Standing.Reachable());
    } catch (MooringException e) {
      standing.set(new Standing.Interrupted(e.problem()));
    }
  }

  @Override
  public ByteStream dial() throws InterruptedException {
    TcpStream raw = TcpStream.connect(registry.host(), registry.port());
    if (!registry.secure()) {
      return raw;
    }
    SSLEngine engine = tls.createSSLEngine(registry.host(), registry.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    engine.setSSLParameters(parameters);
    try {
      return HandshakeLimit.during(raw, () -> TlsStream.connect(raw, engine));
    } catch (IOException e) {
      raw.close();
      throw refused(e);
    }
  }

  private MooringException refused(IOException e) {
    boolean untrusted = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      untrusted |= cause instanceof CertificateException;
    }
    Problem problem =
        new Problem(
            untrusted ? Code.REGISTRY_UNTRUSTED : Code.REGISTRY_UNREACHABLE,
            "Cannot connect to " + registry.words(),
            untrusted
                ? "its certificate isn't trusted"
                : e instanceof SSLException
                    ? "the TLS handshake failed"
                    : "the connection was lost during the handshake",
            new Remedy.Advice(
                untrusted
                    ? "Add the certificate of its authority to this registry"
                    : "Check that it speaks TLS at this port"),
            String.valueOf(e.getMessage()));
    return untrusted
        ? problem.raise(new StreamException(StreamException.Kind.UNTRUSTED, problem, e))
        : problem.raise(e);
  }

  @Override
  public void close() {
    // Nothing is kept open.
  }
}
