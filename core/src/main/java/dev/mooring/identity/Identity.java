package dev.mooring.identity;

import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A workload certificate from the mesh's authority. The key lives in memory only.
///
/// @param spiffe `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT`
/// @param chain leaf first, without roots
/// @param roots the mesh's trust anchors
/// @param renewAt half its life, after which a fresh one is fetched
public record Identity(
    URI spiffe,
    List<X509Certificate> chain,
    PrivateKey key,
    List<X509Certificate> roots,
    Instant renewAt)
    implements Credential {

  public String trustDomain() {
    return spiffe.getHost();
  }

  @Override
  public Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /// As Istio's policies name it: without the scheme.
  public String principal() {
    return spiffe.toString().substring("spiffe://".length());
  }

  /// Says who and until when, never the key.
  @Override
  public String toString() {
    return "Identity[" + spiffe + " until " + expires() + "]";
  }
}
