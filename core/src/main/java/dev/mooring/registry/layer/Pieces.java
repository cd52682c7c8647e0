package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;

/// Hashes of what files hold, piece by piece, made when the whole layer was read and had its
/// digest: what is read of it later in parts is checked by them.
///
/// They are the first 128 bits of SHA-256.
final class Pieces {
  /// Of a piece; the last one of a file is what is left.
  static final int SIZE = 1 << 20;

  static final int HASH = 16;

  private final byte[] hashes;
  private final LayerEntry[] files;
  private final int[] firsts;

  private Pieces(byte[] hashes, LayerEntry[] files, int[] firsts) {
    this.hashes = hashes;
    this.files = files;
    this.firsts = firsts;
  }

  /// @param hashes of all files in the order of the table; not changed afterwards
  /// @throws IllegalArgumentException when there are more or fewer
  static Pieces of(LayerTable table, byte[] hashes) {
    LayerEntry[] files =
        table.entries().stream().filter(each -> each.size() > 0).toArray(LayerEntry[]::new);
    int[] firsts = new int[files.length];
    long count = 0;
    for (int i = 0; i < files.length; i++) {
      firsts[i] = (int) count;
      count += (files[i].size() - 1) / SIZE + 1;
      if (count > hashes.length / HASH) {
        throw new IllegalArgumentException("hashes are missing");
      }
    }
    if (count * HASH != hashes.length) {
      throw new IllegalArgumentException("too many hashes");
    }
    return new Pieces(hashes, files, firsts);
  }

  byte[] hashes() {
    return hashes;
  }

  /// The number of a file's first piece.
  ///
  /// @throws IllegalArgumentException when it is none of the layer's
  int first(LayerEntry file) {
    int at = Arrays.binarySearch(files, file, Comparator.comparingLong(LayerEntry::offset));
    if (at < 0 || files[at].size() != file.size()) {
      throw new IllegalArgumentException("no file of this layer: " + file);
    }
    return firsts[at];
  }

  /// The same for files of the same content.
  String fingerprint(LayerEntry file) {
    int from = first(file) * HASH;
    int count = (int) ((file.size() - 1) / SIZE + 1);
    byte[] own = Arrays.copyOfRange(hashes, from, from + count * HASH);
    return "pieces:" + Digests.of(own).hex();
  }

  boolean matches(int number, byte[] bytes, int length) {
    MessageDigest hash = Digests.sha256();
    hash.update(bytes, 0, length);
    int at = number * HASH;
    return Arrays.equals(hash.digest(), 0, HASH, hashes, at, at + HASH);
  }
}
