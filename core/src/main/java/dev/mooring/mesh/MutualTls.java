package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Mutual TLS to a sidecar on top of another dialer.
///
/// The server is believed by its SPIFFE id, never by a host name, on resumed sessions too. Each new
/// certificate of ours starts without old sessions. Thread-safe.
public final class MutualTls implements Dialer {
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /// What a sidecar takes as mesh traffic. Never h2: Envoy would then speak HTTP/2 and the bytes we
  /// carry are HTTP/1.1.
  private static final String[] PROTOCOLS = {"istio-http/1.1", "istio", "http/1.1"};

  private final Dialer below;
  private final IdentitySource identity;
  private final URI server;
  private @Nullable Context newest;

  /// @param server the expected SPIFFE id: `spiffe://cluster.local/ns/kube-registry/sa/registry`
  public MutualTls(Dialer below, IdentitySource identity, URI server) {
    this.below = below;
    this.identity = identity;
    this.server = server;
  }

  /// @param leaf which certificate of ours it shows
  private record Context(X509Certificate leaf, SSLContext tls) {}

  /// @throws MooringException naming why the peer was refused or refused us. Under TLS 1.3 a
  /// sidecar's refusal of our certificate comes later, as the failure of the first read.
  @Override
  public ByteStream dial() throws InterruptedException {
    return open(identity.present());
  }

  TlsStream open(Identity me) throws InterruptedException {
    SSLEngine engine = engine(me);
    ByteStream raw = below.dial();
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofVirtual().name("handshake-limit").start(() -> closeUnless(over, raw));
    try {
      TlsStream stream = TlsStream.connect(raw, engine);
      checkPeer(stream);
      return stream;
    } catch (IOException e) {
      raw.close();
      if (over.getCount() == 1 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw HandshakeRefusal.explain(e, me, server).raise(e);
    } catch (RuntimeException e) {
      raw.close();
      throw e;
    } finally {
      over.countDown();
    }
  }

  private static void closeUnless(CountDownLatch over, ByteStream raw) {
    try {
      if (!over.await(HANDSHAKE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        raw.close();
      }
    } catch (InterruptedException e) {
      raw.close();
    }
  }

  private void checkPeer(TlsStream stream) throws IOException {
    try {
      X509Certificate leaf = (X509Certificate) stream.session().getPeerCertificates()[0];
      leaf.checkValidity();
      SpiffeTrust.checkName(leaf, server);
    } catch (CertificateException e) {
      SSLPeerUnverifiedException refused = new SSLPeerUnverifiedException("of a resumed session");
      refused.initCause(e);
      throw refused;
    }
  }

  private SSLEngine engine(Identity me) {
    // The name is only the key under which sessions are kept: it is not checked and not sent.
    SSLEngine engine = context(me).createSSLEngine(server.toString(), 1);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(VERSIONS);
    parameters.setApplicationProtocols(PROTOCOLS);
    engine.setSSLParameters(parameters);
    return engine;
  }

  private synchronized SSLContext context(Identity me) {
    Context known = newest;
    if (known != null && known.leaf().equals(me.chain().getFirst())) {
      return known.tls();
    }
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(
          new KeyManager[] {new IdentityKeys(me)},
          new TrustManager[] {new SpiffeTrust(me.roots(), server)},
          null);
      newest = new Context(me.chain().getFirst(), tls);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new Problem(
              "No mutual TLS with " + server,
              "the mesh's root certificates cannot be used",
              "Reconnect to fetch them again",
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }
}
