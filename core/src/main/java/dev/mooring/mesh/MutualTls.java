package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
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
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  private final Dialer below;
  private final IdentitySource identity;
  private final URI server;
  private final @Nullable String serverName;
  private final Speech speech;
  private @Nullable Context newest;

  /// @param server the expected SPIFFE id: `spiffe://cluster.local/ns/kube-registry/sa/registry`
  public MutualTls(Dialer below, IdentitySource identity, URI server) {
    this(below, identity, server, null);
  }

  /// @param serverName told to whoever passes the connection through (SNI); not what the server is
  /// believed by. Null where nobody does.
  public MutualTls(Dialer below, IdentitySource identity, URI server, @Nullable String serverName) {
    this(below, identity, server, serverName, Speech.HTTP);
  }

  /// @param speech what the bytes inside are
  MutualTls(
      Dialer below,
      IdentitySource identity,
      URI server,
      @Nullable String serverName,
      Speech speech) {
    this.below = below;
    this.identity = identity;
    this.server = server;
    this.serverName = serverName;
    this.speech = speech;
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
    try {
      return HandshakeLimit.during(
          raw,
          () -> {
            TlsStream stream = TlsStream.connect(raw, engine);
            checkPeer(stream);
            return stream;
          });
    } catch (IOException e) {
      throw HandshakeRefusal.raise(e, me, server);
    } catch (RuntimeException e) {
      raw.close();
      throw e;
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
    parameters.setCipherSuites(shortKeysFirst(parameters.getCipherSuites()));
    parameters.setApplicationProtocols(speech.protocols().toArray(String[]::new));
    if (serverName != null) {
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  /// A 128-bit key is as safe here and takes four rounds less for each block; proxies of a mesh
  /// prefer it too. Nothing is added that the platform has turned off.
  static String[] shortKeysFirst(String[] enabled) {
    return Arrays.stream(enabled)
        .sorted(Comparator.comparing(suite -> !suite.equals("TLS_AES_128_GCM_SHA256")))
        .toArray(String[]::new);
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
              Code.REGISTRY_UNTRUSTED,
              Messages.of("no-mutual-tls-with", server),
              Messages.of("the-meshs-root-certificates-cannot-be"),
              new Remedy.Advice(Messages.of("reconnect-to-fetch-them-again")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }
}
