package dev.mooring.stack.options;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.Map;

/// The way in from outside the cluster, for who shows a token of an issuer that is trusted.
///
/// @param host the DNS name; empty for no such way
/// @param issuer as tokens name it (`iss`, RFC 7519)
/// @param keys of the issuer: a JSON Web Key Set (RFC 7517), or the https address of one
/// @param audience that tokens must name (`aud`)
/// @param through what carries the host: an existing gateway or class of ingresses; empty for the
/// only one that is found
/// @param tlsSecret that holds the host's certificate; empty where what carries it has one
/// @param certificateIssuer of cert-manager that is to make it; empty for none
public record Ingress(
    String host,
    String issuer,
    String keys,
    String audience,
    String through,
    String tlsSecret,
    String certificateIssuer) {
  public static final Ingress NONE = new Ingress("", "", "", "", "", "", "");

  /// @throws dev.mooring.problem.MooringException naming the option that cannot be used
  public Ingress {
    if (!host.isEmpty()) {
      Names.subdomain(Messages.of("ingress-host"), host);
    }
    if (!tlsSecret.isEmpty()) {
      Names.subdomain(Messages.of("tls-secret"), tlsSecret);
    }
  }

  public boolean isNone() {
    return host.isEmpty();
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("host", host);
    map.put("issuer", issuer);
    map.put("keys", keys);
    map.put("audience", audience);
    map.put("through", through);
    map.put("tlsSecret", tlsSecret);
    map.put("certificateIssuer", certificateIssuer);
    map.values().removeIf(""::equals);
    return map;
  }

  static Ingress read(Document from) {
    return new Ingress(
        from.at("host").textOrEmpty(),
        from.at("issuer").textOrEmpty(),
        from.at("keys").textOrEmpty(),
        from.at("audience").textOrEmpty(),
        from.at("through").textOrEmpty(),
        from.at("tlsSecret").textOrEmpty(),
        from.at("certificateIssuer").textOrEmpty());
  }
}
