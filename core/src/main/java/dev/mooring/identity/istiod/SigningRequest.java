package dev.mooring.identity.istiod;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/// A fresh P-256 key and the request to certify it.
///
/// The subject is empty on purpose: istiod takes the identity from the caller's token and would
/// copy a common name into the leaf.
final class SigningRequest {
  private final KeyPair keys;
  private final String pem;

  private SigningRequest(KeyPair keys, String pem) {
    this.keys = keys;
    this.pem = pem;
  }

  static SigningRequest make() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      PKCS10CertificationRequest request =
          new JcaPKCS10CertificationRequestBuilder(
                  new X500Name(new org.bouncycastle.asn1.x500.RDN[0]), keys.getPublic())
              .build(new JdkSigner(keys.getPrivate()));
      String body =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(request.getEncoded());
      return new SigningRequest(
          keys,
          "-----BEGIN CERTIFICATE REQUEST-----\n" + body + "\n-----END CERTIFICATE REQUEST-----\n");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("every Java runtime has P-256 and SHA-256", e);
    }
  }

  String pem() {
    return pem;
  }

  PublicKey publicKey() {
    return keys.getPublic();
  }

  PrivateKey privateKey() {
    return keys.getPrivate();
  }

  /// Signs by the JDK, so that Bouncy Castle need not be a security provider.
  private static final class JdkSigner implements ContentSigner {
    private static final ASN1ObjectIdentifier ECDSA_SHA256 = X9ObjectIdentifiers.ecdsa_with_SHA256;

    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final PrivateKey key;

    JdkSigner(PrivateKey key) {
      this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(ECDSA_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content.toByteArray());
        return signature.sign();
      } catch (SignatureException e) {
        throw new IllegalStateException("a fresh key signs", e);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java runtime has ECDSA", e);
      }
    }
  }
}
