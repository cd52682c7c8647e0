package dev.mooring.identity.authority;

import java.io.IOException;
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
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A server's certificate with its P-256 key, signed by an authority that signed nothing else: its
/// key is forgotten as soon as it has, so that nobody can ever sign for it again.
///
/// @param certificate PEM
/// @param key PEM (PKCS 8); never part of a message or a log
/// @param authority PEM, by which the certificate is known
public record ServerCertificate(String certificate, String key, String authority) {

  /// Clocks of nodes and laptops may be a little behind.
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final int LONGEST_NAME = 64;

  /// A fresh one. Takes some milliseconds; blocks on nothing.
  ///
  /// @param subject shown where the certificate is looked at
  /// @param hosts DNS names of the server
  public static ServerCertificate make(
      String subject, List<String> hosts, Instant now, Duration life) {
    try {
      KeyPair signer = keys();
      KeyPair server = keys();
      String shown =
          subject.length() <= LONGEST_NAME ? subject : subject.substring(0, LONGEST_NAME);
      X500Name issuer =
          name(shown, "Mooring " + new BigInteger(64, new SecureRandom()).toString(16));
      Date from = Date.from(now.minus(BEFORE));
      Date to = Date.from(now.plus(life));
      X509Certificate authority =
          signed(
              signer,
              builder(issuer, issuer, from, to, signer.getPublic(), signer.getPublic())
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                  .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
      X509Certificate certificate =
          signed(
              signer,
              builder(
                      issuer,
                      name(shown, "Mooring"),
                      from,
                      to,
                      server.getPublic(),
                      signer.getPublic())
                  .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                  .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                  .addExtension(
                      Extension.extendedKeyUsage,
                      false,
                      new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                  .addExtension(
                      Extension.subjectAlternativeName,
                      false,
                      new GeneralNames(
                          hosts.stream()
                              .map(each -> new GeneralName(GeneralName.dNSName, each))
                              .toArray(GeneralName[]::new))));
      return new ServerCertificate(
          pem("CERTIFICATE", certificate.getEncoded()),
          pem("PRIVATE KEY", server.getPrivate().getEncoded()),
          pem("CERTIFICATE", authority.getEncoded()));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("every Java runtime has P-256 and SHA-256", e);
    }
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X500Name name(String common, String organization) {
    return new X500NameBuilder().addRDN(BCStyle.O, organization).addRDN(BCStyle.CN, common).build();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, Date from, Date to, PublicKey key, PublicKey signer)
      throws GeneralSecurityException, CertIOException {
    JcaX509ExtensionUtils keys = new JcaX509ExtensionUtils();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
            from,
            to,
            subject,
            key);
    builder
        .addExtension(Extension.subjectKeyIdentifier, false, keys.createSubjectKeyIdentifier(key))
        .addExtension(
            Extension.authorityKeyIdentifier, false, keys.createAuthorityKeyIdentifier(signer));
    return builder;
  }

  private static X509Certificate signed(
      KeyPair signer, org.bouncycastle.cert.X509v3CertificateBuilder builder)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
  }

  private static String pem(String what, byte[] content) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(content)
        + "\n-----END "
        + what
        + "-----\n";
  }

  /// Nothing of the key.
  @Override
  public String toString() {
    return "ServerCertificate";
  }
}
