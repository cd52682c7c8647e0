package dev.mooring.stack;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Signs tokens as a build service does, with a key pair of its own.
public final class TestIssuer {
  public static final String ISSUER = "https://token.example.test";
  private static final Base64.Encoder BASE = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys;

  public TestIssuer() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The JSON Web Key Set.
  public String publicKeys() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return Documents.json(
        Document.of(
            Map.of(
                "keys",
                List.of(
                    Map.of(
                        "kty",
                        "EC",
                        "crv",
                        "P-256",
                        "use",
                        "sig",
                        "alg",
                        "ES256",
                        "kid",
                        "test",
                        "x",
                        coordinate(key.getW().getAffineX()),
                        "y",
                        coordinate(key.getW().getAffineY()))))));
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return BASE.encodeToString(fixed);
  }

  /// Good for ten minutes.
  public String token(String audience, String claim, Object value) {
    return token(claims(audience, Instant.now().plusSeconds(600), claim, value));
  }

  public static Map<String, Object> claims(
      String audience, Instant until, String claim, Object value) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("aud", audience);
    claims.put("sub", "job");
    claims.put("exp", until.getEpochSecond());
    claims.put(claim, value);
    return claims;
  }

  public String token(Map<String, Object> claims) {
    String signed = part(Map.of("alg", "ES256", "typ", "JWT", "kid", "test")) + "." + part(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Nobody signed it.
  public static String unsigned(Map<String, Object> claims) {
    return part(Map.of("alg", "none", "typ", "JWT")) + "." + part(claims) + ".";
  }

  private static String part(Map<String, Object> content) {
    return BASE.encodeToString(Documents.jsonBytes(Document.of(content)));
  }
}
