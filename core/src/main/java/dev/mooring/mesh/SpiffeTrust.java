package dev.mooring.mesh;

import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/// Believes a server that the mesh's roots vouch for and whose one URI name is the expected SPIFFE
/// id. Host names say nothing in a mesh and are not looked at.
final class SpiffeTrust extends X509ExtendedTrustManager {
  private static final Integer URI_NAME = 6;

  private final X509TrustManager paths;
  private final URI expected;

  SpiffeTrust(List<X509Certificate> roots, URI expected) throws GeneralSecurityException {
    this.expected = expected;
    this.paths = Anchors.trust(roots);
  }

  /// Checks the name alone. The TLS layer does not ask about the chain of a resumed session, so
  /// its owner does.
  static void checkName(X509Certificate leaf, URI expected) throws CertificateException {
    List<String> uris = new ArrayList<>();
    try {
      Collection<List<?>> names = leaf.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (URI_NAME.equals(name.get(0))) {
            uris.add(String.valueOf(name.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new CertificateException("its names cannot be read", e);
    }
    if (uris.size() != 1) {
      throw new WrongPeerException(
          uris.isEmpty() ? "a certificate without SPIFFE id" : "several ids: " + uris, expected);
    }
    if (!uris.getFirst().equals(expected.toString())) {
      throw new WrongPeerException(uris.getFirst(), expected);
    }
  }

  /// The mesh vouches for the server, but it is another one.
  static final class WrongPeerException extends CertificateException {
    private final String found;

    WrongPeerException(String found, URI expected) {
      super(Messages.of("expected-and-met", expected, found));
      this.found = found;
    }

    String found() {
      return found;
    }
  }

  private void check(X509Certificate[] chain, String authType) throws CertificateException {
    paths.checkServerTrusted(chain, authType);
    checkName(chain[0], expected);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("no clients here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return paths.getAcceptedIssuers();
  }
}
