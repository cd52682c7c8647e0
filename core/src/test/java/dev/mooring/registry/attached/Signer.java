package dev.mooring.registry.attached;

import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Shelf.Content;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Signs as cosign does, with a key of the JDK.
record Signer(KeyPair keys, String algorithm) {
  static final String STATEMENT = "application/vnd.in-toto+json";
  static final String SIGN = "https://sigstore.dev/cosign/sign/v1";

  static Signer ofCurve(String curve, String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return new Signer(generator.generateKeyPair(), algorithm);
  }

  static Signer ecdsa() throws GeneralSecurityException {
    return ofCurve("secp256r1", "SHA256withECDSA");
  }

  static Signer ed25519() throws GeneralSecurityException {
    return new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519");
  }

  static Signer rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return new Signer(generator.generateKeyPair(), "SHA256withRSA");
  }

  String pem() {
    return pem("PUBLIC KEY", keys.getPublic().getEncoded());
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  TrustedKey trusted() {
    return TrustedKey.parse(pem(), "test.pub");
  }

  byte[] sign(byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(keys.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static byte[] payload(Digest image) {
    return Archives.json(
        Map.of(
            "critical",
            Map.of(
                "identity",
                Map.of("docker-reference", "localhost:5000/app"),
                "image",
                Map.of("docker-manifest-digest", image.text()),
                "type",
                "cosign container image signature")));
  }

  /// As cosign 2 signs.
  Content simple(Digest image) throws GeneralSecurityException {
    return simple(payload(image), sign(payload(image)));
  }

  static Content simple(byte[] payload, byte[] signature) {
    return Shelf.content(
        "application/vnd.dev.cosign.simplesigning.v1+json",
        payload,
        "dev.cosignproject.cosign/signature",
        base64(signature));
  }

  static byte[] statement(Digest image, String predicateType, Object predicate) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("_type", "https://in-toto.io/Statement/v1");
    statement.put("subject", List.of(Map.of("digest", Map.of("sha256", image.hex()))));
    statement.put("predicateType", predicateType);
    statement.put("predicate", predicate);
    return Archives.json(statement);
  }

  Map<String, Object> envelope(byte[] statement) throws GeneralSecurityException {
    return envelope(statement, sign(signed(STATEMENT, statement)));
  }

  static Map<String, Object> envelope(byte[] statement, byte[] signature) {
    return Map.of(
        "payloadType",
        STATEMENT,
        "payload",
        base64(statement),
        "signatures",
        List.of(Map.of("keyid", "", "sig", base64(signature))));
  }

  static byte[] signed(String type, byte[] payload) {
    String head = "DSSEv1 " + type.length() + " " + type + " " + payload.length + " ";
    return (head + new String(payload, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  /// As cosign 3 signs, with the statement in an envelope in a bundle.
  static byte[] bundle(Map<String, Object> envelope) {
    return bundle("dsseEnvelope", envelope, Map.of("publicKey", Map.of("hint", "x")));
  }

  static byte[] bundle(String field, Object value, Map<String, Object> material) {
    return Archives.json(
        Map.of("mediaType", Shelf.BUNDLE, "verificationMaterial", material, field, value));
  }

  /// A signature of the image's own bytes.
  byte[] message(Manifest image, Digest named) throws GeneralSecurityException {
    return bundle(
        "messageSignature",
        Map.of(
            "messageDigest",
            Map.of("algorithm", "SHA2_256", "digest", base64(HexFormat.of().parseHex(named.hex()))),
            "signature",
            base64(sign(image.bytes()))),
        Map.of("publicKey", Map.of("hint", "x")));
  }
}
