package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/// TLS 1.3 with a registry's proxy, which is believed by its name and its authority and by nothing
/// else. Nothing of ours is shown: that is done with each request.
///
/// @param <P> where a connection leads: a pod
final class DoorHandshake<P> implements Handshake<P> {
  private final RegistryDoor registry;
  private final DoorAuthority authority;

  DoorHandshake(RegistryDoor registry, DoorAuthority authority) {
    this.registry = registry;
    this.authority = authority;
  }

  @Override
  public Upstream<P> open(P place, Dialer below, BooleanSupplier staying)
      throws InterruptedException {
    DoorAuthority.Bundle bundle = authority.present();
    try {
      return open(place, below, staying, bundle);
    } catch (MooringException e) {
      if (e.problem().code() != Code.REGISTRY_UNTRUSTED) {
        throw e;
      }
      // An authority that was changed since it was read.
      DoorAuthority.Bundle next = authority.reread();
      if (next.equals(bundle)) {
        throw e;
      }
      return open(place, below, staying, next);
    }
  }

  private Upstream<P> open(
      P place, Dialer below, BooleanSupplier staying, DoorAuthority.Bundle bundle)
      throws InterruptedException {
    SSLEngine engine = engine(bundle);
    long now = System.nanoTime();
    ByteStream raw = below.dial();
    try {
      TlsStream stream =
          HandshakeLimit.during(
              raw,
              () -> {
                TlsStream tls = TlsStream.connect(raw, engine);
                checkDates(tls);
                return tls;
              });
      return new Upstream<>(
          stream,
          place,
          now,
          e -> DoorRefusal.asStreamException(e, registry),
          () -> authority.believes(bundle),
          staying);
    } catch (IOException e) {
      throw DoorRefusal.raise(DoorRefusal.explain(e, registry), e);
    } catch (RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /// The TLS layer does not look at the certificate of a resumed session again.
  private static void checkDates(TlsStream tls) throws IOException {
    try {
      ((X509Certificate) tls.session().getPeerCertificates()[0]).checkValidity();
    } catch (CertificateException e) {
      SSLPeerUnverifiedException refused = new SSLPeerUnverifiedException("of a resumed session");
      refused.initCause(e);
      throw refused;
    }
  }

  private SSLEngine engine(DoorAuthority.Bundle bundle) {
    SSLEngine engine = bundle.tls().createSSLEngine(registry.host(), registry.port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setCipherSuites(MutualTls.shortKeysFirst(parameters.getCipherSuites()));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    // Never h2: the bytes we carry are HTTP/1.1.
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    parameters.setServerNames(List.of(new SNIHostName(registry.host())));
    engine.setSSLParameters(parameters);
    return engine;
  }
}
