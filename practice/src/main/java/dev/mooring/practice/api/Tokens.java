package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.pki.Authority;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens of ServiceAccounts: signed here, checked here and by the practice istiod.
public final class Tokens {
  public static final String API = "https://kubernetes.default.svc";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

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

  String issue(Holder holder, String uid, List<String> audiences, Duration lifetime) {
    Instant now = Instant.now();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", API);
    claims.put("aud", audiences);
    claims.put("sub", holder.user());
    claims.put("iat", now.getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("exp", now.plus(lifetime).getEpochSecond());
    claims.put(
        "kubernetes.io",
        Map.of(
            "namespace",
            holder.namespace(),
            "serviceaccount",
            Map.of("name", holder.account(), "uid", uid)));
    String text = part(Map.of("alg", "ES256", "typ", "JWT")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return text + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String part(Map<String, Object> value) {
    return BASE64.encodeToString(Documents.jsonBytes(Document.of(value)));
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
      Document own = claims.at("kubernetes.io");
      return Optional.of(
          new Holder(
              own.at("namespace").textOrEmpty(), own.at("serviceaccount", "name").textOrEmpty()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
