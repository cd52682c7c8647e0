package dev.mooring.cluster.fabric8;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Tells which kind of private key a PEM text holds.
final class KeyAlgorithm {
  /// 1.2.840.10045.2.1, ecPublicKey (RFC 5480), in DER.
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 1
  };

  private KeyAlgorithm() {}

  /// "EC" or "RSA", the only kinds that Kubernetes issues.
  static String of(String pem) {
    if (pem.contains("BEGIN EC PRIVATE KEY")) {
      return "EC";
    }
    int from = pem.indexOf("-----BEGIN PRIVATE KEY-----");
    int to = pem.indexOf("-----END", Math.max(from, 0));
    if (from < 0 || to < from) {
      return "RSA";
    }
    byte[] der =
        Base64.getMimeDecoder()
            .decode(
                pem.substring(from + "-----BEGIN PRIVATE KEY-----".length(), to)
                    .getBytes(StandardCharsets.ISO_8859_1));
    // The algorithm's identifier stands within the first bytes of a PKCS#8 block (RFC 5208).
    for (int i = 0; i + EC.length <= Math.min(der.length, 40); i++) {
      if (java.util.Arrays.equals(der, i, i + EC.length, EC, 0, EC.length)) {
        return "EC";
      }
    }
    return "RSA";
  }
}
