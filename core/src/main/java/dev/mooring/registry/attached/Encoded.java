package dev.mooring.registry.attached;

import java.util.Base64;
import java.util.Optional;

/// Base64 of strangers, in both alphabets.
final class Encoded {
  private Encoded() {}

  /// The bytes; empty where it is no Base64, or none at all.
  static Optional<byte[]> bytes(String text) {
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      byte[] bytes = (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
      return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
