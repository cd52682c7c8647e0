package dev.mooring.registry.attached;

import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who a certificate says that its holder is. It is shown and never trusted: whether the authority
/// issued it, and when it was used, only its transparency log tells.
///
/// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
///
/// @param name an e-mail address or a URI; empty where it has none
/// @param issuer who vouched for the name; empty where it does not say
public record SignerIdentity(String name, String issuer) {
  private static final int LONGEST = 64 << 10;
  private static final int EMAIL = 1;
  private static final int URI = 6;
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";
  private static final String OLD_ISSUER = "1.3.6.1.4.1.57264.1.1";
  private static final SignerIdentity UNKNOWN = new SignerIdentity("", "");

  /// Who the certificate beside a signature names, where there is one.
  ///
  /// @return empty where it was signed with a key, or is no signature
  /// @throws dev.mooring.problem.MooringException where it is too large, cannot be read, or is not
  /// what its digest says
  public static Optional<SignerIdentity> read(ImageSource source, Attached attached)
      throws InterruptedException {
    if (attached.content().isEmpty()) {
      return Optional.empty();
    }
    if (attached.mediaType().equals(AttachedKinds.SIMPLE_SIGNING)) {
      return Optional.of(attached.annotation(Verification.CERTIFICATE))
          .filter(each -> !each.isEmpty())
          .map(SignerIdentity::ofPem);
    }
    return AttachedContent.json(AttachedContent.bytes(source, attached.content().get()))
        .flatMap(SigstoreBundle::of)
        .flatMap(SigstoreBundle::certificate);
  }

  static SignerIdentity ofPem(String pem) {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return of(Optional.of(bytes));
  }

  static SignerIdentity ofDer(Optional<byte[]> der) {
    return of(der);
  }

  private static SignerIdentity of(Optional<byte[]> encoded) {
    if (encoded.isEmpty() || encoded.get().length > LONGEST) {
      return UNKNOWN;
    }
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded.get()));
      return new SignerIdentity(
          Unreadable.brief(name(certificate)), Unreadable.brief(issuer(certificate)));
    } catch (CertificateException e) {
      return UNKNOWN;
    }
  }

  private static String name(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> each : names) {
        if (each.size() > 1
            && each.get(1) instanceof String text
            && (each.getFirst().equals(EMAIL) || each.getFirst().equals(URI))) {
          return text;
        }
      }
    }
    return "";
  }

  private static String issuer(X509Certificate certificate) {
    String text = text(certificate.getExtensionValue(ISSUER), true);
    return text.isEmpty() ? text(certificate.getExtensionValue(OLD_ISSUER), false) : text;
  }

  /// The text in an octet string; in the newer form it is a UTF8String of its own.
  private static String text(byte @Nullable [] extension, boolean wrapped) {
    byte[] inner = extension == null ? new byte[0] : value(extension, 0x04);
    return new String(wrapped ? value(inner, 0x0c) : inner, StandardCharsets.UTF_8);
  }

  /// The value of a short DER element; empty where it is another.
  private static byte[] value(byte[] der, int tag) {
    if (der.length < 2 || (der[0] & 0xff) != tag) {
      return new byte[0];
    }
    int length = der[1] & 0xff;
    int from = 2;
    if (length == 0x81 && der.length > 2) {
      length = der[2] & 0xff;
      from = 3;
    }
    return length < 0x80 || from == 3
        ? Arrays.copyOfRange(der, from, Math.min(der.length, from + length))
        : new byte[0];
  }
}
