package dev.mooring.registry.attached;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public key that the user trusts. Which algorithms count follows from the key alone, never from
/// what a signature says of itself: ECDSA with P-256, P-384, or P-521, Ed25519, RSA from 2048 bits.
/// Immutable.
public final class TrustedKey {
  private static final int LONGEST_FILE = 64 << 10;
  private static final int LONGEST_SIGNATURE = 4096;
  private static final int SHORTEST_RSA = 2048;
  private static final int LONGEST_RSA = 16_384;
  /// Ed25519 of a hash of the text, as cosign signs; the two forms can't be taken for one another.
  private static final String PREHASHED = "Ed25519ph";

  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

  private final PublicKey key;
  private final List<String> algorithms;
  private final String words;

  private TrustedKey(PublicKey key, List<String> algorithms, String words) {
    this.key = key;
    this.algorithms = algorithms;
    this.words = words;
  }

  /// Reads a PEM file: a public key, or a certificate, of which only the key counts.
  ///
  /// @throws MooringException when it cannot be read, or holds no key of these kinds
  public static TrustedKey read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(
          new String(in.readNBytes(LONGEST_FILE), StandardCharsets.ISO_8859_1), file.toString());
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_READABLE,
              Messages.of("cannot-read-the-key", file),
              Messages.of("file-is-missing-or-unreadable"),
              new Remedy.Advice(Messages.of("name-the-public-key")))
          .raise(e);
    }
  }

  /// The first key or certificate of a text.
  static TrustedKey parse(String text, String name) {
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw wrong(name, Messages.of("no-pem"));
    }
    String label = pem.group(1);
    if (label.contains("PRIVATE KEY")) {
      throw wrong(name, Messages.of("private-key"));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
      return switch (label) {
        case "PUBLIC KEY" -> of(publicKey(der), name);
        case "CERTIFICATE" ->
            of(
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey(),
                name);
        default -> throw wrong(name, Messages.of("other-pem", label));
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw wrong(name, Messages.of("broken-key"));
    }
  }

  private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "Ed25519", "RSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // It is of another kind.
      }
    }
    throw new InvalidKeySpecException();
  }

  private static TrustedKey of(PublicKey key, String name) {
    return switch (key) {
      case ECPublicKey ec -> ofCurve(ec, ec.getParams().getCurve().getField().getFieldSize(), name);
      case EdECPublicKey ed when ed.getParams().getName().equals("Ed25519") ->
          new TrustedKey(key, List.of("Ed25519", PREHASHED), "Ed25519");
      case RSAPublicKey rsa
          when rsa.getModulus().bitLength() >= SHORTEST_RSA
              && rsa.getModulus().bitLength() <= LONGEST_RSA ->
          new TrustedKey(
              key, List.of("SHA256withRSA", "RSASSA-PSS"), "RSA " + rsa.getModulus().bitLength());
      case RSAPublicKey rsa ->
          throw wrong(name, Messages.of("rsa-length", rsa.getModulus().bitLength(), SHORTEST_RSA));
      default -> throw wrong(name, Messages.of("other-algorithm", key.getAlgorithm()));
    };
  }

  /// Cosign hashes with SHA-256 whatever the curve; sigstore's later rules take the curve's own.
  private static TrustedKey ofCurve(ECPublicKey key, int bits, String name) {
    return switch (bits) {
      case 256 -> new TrustedKey(key, List.of("SHA256withECDSA"), "ECDSA P-256");
      case 384 -> new TrustedKey(key, List.of("SHA384withECDSA", "SHA256withECDSA"), "ECDSA P-384");
      case 521 -> new TrustedKey(key, List.of("SHA512withECDSA", "SHA256withECDSA"), "ECDSA P-521");
      default -> throw wrong(name, Messages.of("other-algorithm", "EC " + bits));
    };
  }

  private static MooringException wrong(String name, String why) {
    return new Problem(
            Code.INVALID_VALUE,
            Messages.of("not-a-key", name),
            why,
            new Remedy.Advice(Messages.of("name-the-public-key")))
        .raise();
  }

  /// Its algorithm and size: "ECDSA P-256".
  public String words() {
    return words;
  }

  /// Whether the holder of this key signed these bytes.
  boolean signed(byte[] message, byte[] signature) {
    return signature.length <= LONGEST_SIGNATURE
        && algorithms.stream().anyMatch(each -> verifies(each, message, signature));
  }

  private boolean verifies(String algorithm, byte[] message, byte[] signature) {
    try {
      boolean prehashed = algorithm.equals(PREHASHED);
      Signature verifier = Signature.getInstance(prehashed ? "Ed25519" : algorithm);
      if (prehashed) {
        verifier.setParameter(new EdDSAParameterSpec(true));
      }
      if (algorithm.equals("RSASSA-PSS")) {
        verifier.setParameter(PSS);
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }
}
