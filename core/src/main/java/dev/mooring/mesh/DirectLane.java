package dev.mooring.mesh;

import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// A registry at its own address: TLS checked by its name, or plain on this machine.
final class DirectLane implements Lane {
  private final RegistryAddress registry;
  private final SSLContext tls;
  private final Observed<Standing> standing = new Observed<>(new Standing.Reachable());

  /// @throws MooringException when the given authorities cannot be read
  DirectLane(RegistryAddress registry) {
    this.registry = registry;
    this.tls = registry.tls();
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
            Messages.of("cannot-connect-to", registry.words()),
            untrusted
                ? Messages.of("its-certificate-isnt-trusted")
                : e instanceof SSLException
                    ? Messages.of("the-tls-handshake-failed")
                    : Messages.of("the-connection-was-lost-during-the"),
            new Remedy.Advice(
                untrusted
                    ? Messages.of("add-the-certificate-of-its-authority")
                    : Messages.of("check-that-it-speaks-tls-at")),
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
