package dev.mooring.practice.pki;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/// A certificate authority with a key of its own, in memory.
public final class Authority {
  private static final Duration SKEW = Duration.ofMinutes(2);

  private final KeyPair keys = newKeys();
  private final X500Name name;
  private final X509Certificate root;

  public Authority(String distinguishedName) {
    name = new X500Name(distinguishedName);
    JcaX509v3CertificateBuilder builder = builder(name, keys.getPublic(), Duration.ofDays(3650));
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    root = signed(builder);
  }

  public X509Certificate root() {
    return root;
  }

  /// A certificate for a server, good for clients too.
  public Credential server(String commonName, GeneralName... names) {
    KeyPair pair = newKeys();
    X500Name subject = new X500Name(commonName.isEmpty() ? "" : "CN=" + commonName);
    return new Credential(
        pair.getPrivate(), leaf(subject, pair.getPublic(), Duration.ofDays(30), names), root);
  }

  /// A workload's certificate as istiod issues it: no subject, one critical URI.
  public Credential workload(String spiffe, Duration lifetime) {
    KeyPair pair = newKeys();
    return new Credential(pair.getPrivate(), workload(spiffe, pair.getPublic(), lifetime), root);
  }

  public X509Certificate workload(String spiffe, PublicKey key, Duration lifetime) {
    return leaf(
        new X500Name(""),
        key,
        lifetime,
        new GeneralName(GeneralName.uniformResourceIdentifier, spiffe));
  }

  /// The public key of a certificate request whose signature proves the private one.
  ///
  /// @throws GeneralSecurityException when it is no request or the proof fails
  public static PublicKey proven(String pem) throws GeneralSecurityException {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      if (!(parser.readObject() instanceof PKCS10CertificationRequest request)) {
        throw new GeneralSecurityException("certificate signing request is not properly encoded");
      }
      PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw new GeneralSecurityException("certificate signing request's signature is wrong");
      }
      return key;
    } catch (IOException | OperatorCreationException | PKCSException e) {
      throw new GeneralSecurityException("certificate signing request cannot be read", e);
    }
  }

  private X509Certificate leaf(
      X500Name subject, PublicKey key, Duration lifetime, GeneralName... names) {
    JcaX509v3CertificateBuilder builder = builder(subject, key, lifetime);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      boolean anonymous = subject.getRDNs().length == 0;
      builder.addExtension(Extension.subjectAlternativeName, anonymous, new GeneralNames(names));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder);
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, PublicKey key, Duration lifetime) {
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(127, new SecureRandom()),
        Date.from(now.minus(SKEW)),
        Date.from(now.plus(lifetime)),
        subject,
        key);
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder) {
    try {
      ContentSigner signer =
          new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// PEM in Base64, as kubeconfigs and webhooks have it.
  public static String bundle(X509Certificate certificate) {
    byte[] pem = pem(certificate).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(pem);
  }
}
