package dev.mooring.forward.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
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
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A fresh P-256 key, never written anywhere, and a certificate for it that it signed itself.
///
/// The certificate is no authority: who trusts it trusts this one key for these names, for some
/// days, and nothing else that anybody could sign.
///
/// @param renewAt when the next one should take its place
/// @param sockets speak TLS with it
record SelfSigned(X509Certificate certificate, Instant renewAt, SSLSocketFactory sockets) {
  private static final Duration VALID = Duration.ofDays(7);
  private static final Duration RENEWED = Duration.ofDays(5);

  /// Clocks of containers and virtual machines on this computer may be a little behind.
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final int LONGEST_NAME = 64;
  private static final char[] NO_PASSWORD = new char[0];

  /// @param subject shown where trusted certificates are listed
  static SelfSigned make(
      String subject, List<String> hosts, List<InetAddress> addresses, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      X509Certificate certificate = certificate(keys, subject, hosts, addresses, now);
      return new SelfSigned(certificate, now.plus(RENEWED), sockets(keys, certificate));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("every Java runtime has P-256, SHA-256 and TLS", e);
    }
  }

  String pem() {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
              .encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate made here is whole", e);
    }
  }

  private static X509Certificate certificate(
      KeyPair keys, String subject, List<String> hosts, List<InetAddress> addresses, Instant now)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    String shown = subject.length() <= LONGEST_NAME ? subject : subject.substring(0, LONGEST_NAME);
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, shown).build();
    GeneralName[] names =
        Stream.concat(
                hosts.stream().map(each -> new GeneralName(GeneralName.dNSName, each)),
                addresses.stream()
                    .map(each -> new GeneralName(GeneralName.iPAddress, each.getHostAddress())))
            .toArray(GeneralName[]::new);
    var builder =
        new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, new SecureRandom()).add(BigInteger.ONE),
                Date.from(now.minus(BEFORE)),
                Date.from(now.minus(BEFORE).plus(VALID)),
                name,
                keys.getPublic())
            .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static SSLSocketFactory sockets(KeyPair keys, X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "forward", keys.getPrivate(), NO_PASSWORD, new X509Certificate[] {certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context.getSocketFactory();
  }
}
