package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.pki.Authority;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens of ServiceAccounts: signed here, checked here and by the practice istiod.
public final class Tokens {
  public static final String API = "https://kubernetes.default.svc";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private static final String OWN = "kubernetes.io";
  private static final long SHORTEST = 600;
  private static final long LONGEST = 2 * 86_400;

  private final KeyPair keys = Authority.newKeys();

  /// Whose token it is.
  public record Holder(String namespace, String account) {
    public String user() {
      return "system:serviceaccount:" + namespace + ":" + account;
    }

    public String spiffe() {
      return "spiffe://cluster.local/ns/" + namespace + "/sa/" + account;
    }
  }

  /// Answers a TokenRequest.
  Document answer(Document account, Document request) {
    long seconds = request.at("spec", "expirationSeconds").integer().orElse(3600L);
    if (seconds < SHORTEST) {
      throw ApiFailure.invalid(
          Resources.SERVICE_ACCOUNT,
          Meta.name(account),
          "spec.expirationSeconds",
          "Invalid value: " + seconds + ": may not specify a duration less than 10 minutes");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plusSeconds(Math.min(seconds, LONGEST));
    List<String> audiences = request.at("spec", "audiences").texts();
    String token =
        issue(
            account,
            audiences.isEmpty() ? List.of(API) : audiences,
            now.getEpochSecond(),
            end.getEpochSecond());
    return request
        .with("TokenRequest", "kind")
        .with("authentication.k8s.io/v1", "apiVersion")
        .with(Map.of("token", token, "expirationTimestamp", end.toString()), "status");
  }

  private String issue(Document account, List<String> audiences, long from, long until) {
    String namespace = Meta.namespace(account);
    String name = Meta.name(account);
    Document claims =
        Document.of(Map.of("aud", audiences, "iat", from, "nbf", from, "exp", until))
            .with(API, "iss")
            .with(new Holder(namespace, name).user(), "sub")
            .with(namespace, OWN, "namespace")
            .with(Map.of("name", name, "uid", Meta.uid(account)), OWN, "serviceaccount");
    String text = part(Document.of(Map.of("alg", "ES256", "typ", "JWT"))) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(Document value) {
    return BASE64.encodeToString(Documents.jsonBytes(value));
  }

  /// The holder of a token that is genuine, not expired and meant for this audience.
  public Optional<Holder> check(String token, String audience) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initVerify(keys.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
        return Optional.empty();
      }
      Document claims = Documents.json(Base64.getUrlDecoder().decode(parts[1]), "a token");
      boolean alive = claims.at("exp").integer().orElse(0L) > Instant.now().getEpochSecond();
      if (!alive || !claims.at("aud").texts().contains(audience)) {
        return Optional.empty();
      }
      Document own = claims.at(OWN);
      return Optional.of(
          new Holder(
              own.at("namespace").textOrEmpty(), own.at("serviceaccount", "name").textOrEmpty()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
