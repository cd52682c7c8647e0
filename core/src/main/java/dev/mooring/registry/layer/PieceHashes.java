package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/// Makes the hashes of [Pieces], file by file.
final class PieceHashes {
  private final MessageDigest hash = Digests.sha256();
  private final ByteArrayOutputStream done = new ByteArrayOutputStream();
  private int within;

  /// Takes the next bytes of a file.
  void update(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      int some = Math.min(length - at, Pieces.SIZE - within);
      hash.update(bytes, at, some);
      at += some;
      within += some;
      if (within == Pieces.SIZE) {
        end();
      }
    }
  }

  /// Ends the file.
  void end() {
    if (within > 0) {
      done.write(hash.digest(), 0, Pieces.HASH);
      within = 0;
    }
  }

  byte[] toByteArray() {
    return done.toByteArray();
  }
}
