package dev.mooring.stack.options;

import dev.mooring.document.Document;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The way in from outside the cluster, for who shows a token of an issuer that is trusted.
///
/// @param host the DNS name; empty for no such way
/// @param issuer as tokens name it (`iss`, RFC 7519)
/// @param keys of the issuer: a JSON Web Key Set (RFC 7517), or the https address of one; empty
/// while the issuer is to be asked for that address
/// @param audience that tokens must name (`aud`); empty for the host
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

  /// A name of the DNS, and no address.
  private static final Pattern HOST = Pattern.compile(".+\\.[a-z][-a-z0-9]*");

  /// What a claim can be compared with: no spaces, no control characters.
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,300}");

  private static final int HTTPS = 443;

  /// @throws dev.mooring.problem.MooringException naming the option that cannot be used
  public Ingress {
    if (host.isEmpty()) {
      issuer = "";
      keys = "";
      audience = "";
      through = "";
      tlsSecret = "";
      certificateIssuer = "";
    } else {
      Names.subdomain(Messages.of("ingress-host"), host);
      if (!HOST.matcher(host).matches()) {
        throw Names.refused(
            Messages.of("ingress-host"), host, Messages.of("write-a-name-such-as-registry"));
      }
      printable(Messages.of("token-issuer"), issuer);
      if (!audience.isEmpty()) {
        printable(Messages.of("token-audience"), audience);
      }
      keys = keys.strip();
      PublicKeys.check(keys.isEmpty() && PublicKeys.isAddress(issuer) ? issuer : keys);
      certificate(through, tlsSecret, certificateIssuer);
    }
  }

  private static void printable(String what, String text) {
    if (!PRINTABLE.matcher(text).matches()) {
      throw Names.refused(what, text, Messages.of("it-is-1-to-300-printable"));
    }
  }

  /// A gateway has one; an ingress needs one, since without it would serve plain HTTP.
  private static void certificate(String through, String tlsSecret, String certificateIssuer) {
    if (!tlsSecret.isEmpty()) {
      Names.subdomain(Messages.of("tls-secret"), tlsSecret);
    }
    if (!certificateIssuer.isEmpty()) {
      Names.subdomain(Messages.of("certificate-issuer"), certificateIssuer);
    }
    if (!tlsSecret.isEmpty() && !certificateIssuer.isEmpty()) {
      throw Names.refused(
          Messages.of("tls-secret"), tlsSecret, Messages.of("cert-manager-makes-the-secret"));
    }
    if (through.isEmpty()) {
      return;
    }
    boolean given = !tlsSecret.isEmpty() || !certificateIssuer.isEmpty();
    boolean needed = Carrier.parse(through).sort() == Carrier.Sort.CLASS;
    if (given != needed) {
      throw Names.refused(
          Messages.of("ingress-through"),
          through,
          needed
              ? Messages.of("an-ingress-needs-a-certificate")
              : Messages.of("a-gateway-has-its-own-certificate"));
    }
  }

  public boolean isNone() {
    return host.isEmpty();
  }

  /// What carries the host; nothing while that is to be found.
  public Optional<Carrier> carrier() {
    return through.isEmpty() ? Optional.empty() : Optional.of(Carrier.parse(through));
  }

  /// Whether an ingress is wanted that has a certificate.
  public boolean hasCertificate() {
    return !tlsSecret.isEmpty() || !certificateIssuer.isEmpty();
  }

  /// Whom tokens must be made for.
  public String expectedAudience() {
    return audience.isEmpty() ? host : audience;
  }

  /// Where the keys are read, again and again; nothing where they are given.
  public Optional<URI> keysAddress() {
    return PublicKeys.isAddress(keys) ? Optional.of(URI.create(keys)) : Optional.empty();
  }

  /// The port of [#keysAddress]; 443 unless it names one.
  public int keysPort() {
    return keysAddress().map(URI::getPort).filter(port -> port > 0).orElse(HTTPS);
  }

  public Ingress withThrough(String next) {
    return new Ingress(host, issuer, keys, audience, next, tlsSecret, certificateIssuer);
  }

  public Ingress withKeys(String next) {
    return new Ingress(host, issuer, next, audience, through, tlsSecret, certificateIssuer);
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
