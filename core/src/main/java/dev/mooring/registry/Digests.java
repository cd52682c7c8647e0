package dev.mooring.registry;

import dev.mooring.problem.MooringException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Makes digests of content.
public final class Digests {
  private Digests() {}

  /// A new hash, for one thread.
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Of content that is in memory as a whole.
  public static Digest of(byte[] bytes) {
    return named(sha256().digest(bytes));
  }

  /// Of all that a hash was given; the hash begins anew.
  public static Digest finish(MessageDigest hash) {
    return named(hash.digest());
  }

  private static Digest named(byte[] hash) {
    return new Digest("sha256:" + HexFormat.of().formatHex(hash));
  }

  /// A digest from outside, or empty when it is none.
  public static Optional<Digest> read(String text) {
    try {
      return Optional.of(new Digest(text));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
