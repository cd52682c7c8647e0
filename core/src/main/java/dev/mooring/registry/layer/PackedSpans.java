package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/// Hashes of what is packed from each checkpoint to the next, where a table says those, and none of
/// what files hold: what is read of the layer is checked before it's unpacked.
///
/// They are the first 128 bits of SHA-256, as those of [Pieces]. Immutable.
final class PackedSpans {
  /// Of a layer whose files are checked when they are unpacked.
  static final PackedSpans NONE = new PackedSpans(new byte[0], List.of(), new LongPairs());

  /// Of a span, all of which is in memory before any of it is handed on.
  static final int LARGEST = 16 << 20;

  private final byte[] hashes;
  private final List<Checkpoint> points;
  private final LongPairs ends;

  private PackedSpans(byte[] hashes, List<Checkpoint> points, LongPairs ends) {
    this.hashes = hashes;
    this.points = points;
    this.ends = ends;
  }

  /// @param hashes one for each checkpoint; not changed afterwards
  /// @param ends where each span ends in the blob, and in what it unpacks to
  /// @throws IOException when a span is none, or too long
  static PackedSpans of(byte[] hashes, List<Checkpoint> points, LongPairs ends) throws IOException {
    boolean fits = ends.count() == points.size() && hashes.length == points.size() * Pieces.HASH;
    for (int i = 0; fits && i < points.size(); i++) {
      long length = ends.first(i) - points.get(i).packed;
      // The last byte of one may be the first of the next.
      long gap = i == 0 ? 0 : points.get(i).packed - ends.first(i - 1);
      fits = length > 0 && length <= LARGEST && (gap == 0 || gap == -1);
    }
    if (!fits) {
      throw new IOException("no spans of a layer");
    }
    return new PackedSpans(hashes, List.copyOf(points), ends);
  }

  boolean isNone() {
    return hashes.length == 0;
  }

  byte[] hashes() {
    return hashes;
  }

  int count() {
    return points.size();
  }

  int length(int span) {
    return (int) (ends.first(span) - points.get(span).packed);
  }

  /// How many bytes a span has in common with the one before.
  int shared(int span) {
    return (int) (ends.first(span - 1) - points.get(span).packed);
  }

  boolean matches(int span, byte[] bytes, int length) {
    MessageDigest hash = Digests.sha256();
    hash.update(bytes, 0, length);
    int at = span * Pieces.HASH;
    return Arrays.equals(hash.digest(), 0, Pieces.HASH, hashes, at, at + Pieces.HASH);
  }

  /// What was checked of a part of the blob.
  ///
  /// @param part from the first byte of a span on, to the end of one
  /// @return what fails with [OtherBytes] at the first span that is another
  InputStream checked(InputStream part, Checkpoint from) {
    return isNone() ? part : new CheckedSpans(part, this, points.indexOf(from));
  }
}
