package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Hashes of what files hold, piece by piece, made when the whole layer was read and had its
/// digest: what is read of it later in parts is checked by them.
///
/// They are the first 128 bits of SHA-256. Where a layer's own table says them, the pieces are as
/// long as that says.
final class Pieces {
  /// Of a piece; the last one of a file is what is left.
  static final int SIZE = 1 << 20;

  /// Of one whose size a table says.
  static final int LARGEST = 16 << 20;

  static final int HASH = 16;

  private final byte[] hashes;
  private final LayerEntry[] files;
  private final int[] firsts;

  /// Of each piece; empty where they are all of [#SIZE].
  private final int[] sizes;

  private Pieces(byte[] hashes, LayerEntry[] files, int[] firsts, int[] sizes) {
    this.hashes = hashes;
    this.files = files;
    this.firsts = firsts;
    this.sizes = sizes;
  }

  /// @param hashes of all files in the order of the table; not changed afterwards
  /// @throws IllegalArgumentException when there are more or fewer
  static Pieces of(LayerTable table, byte[] hashes) {
    LayerEntry[] files = files(table);
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
    return new Pieces(hashes, files, firsts, new int[0]);
  }

  /// The same where pieces are of any size.
  ///
  /// @param sizes of all pieces, in bytes; not changed afterwards
  /// @throws IllegalArgumentException when they are not just what the files hold
  static Pieces of(LayerTable table, byte[] hashes, int[] sizes) {
    LayerEntry[] files = files(table);
    int[] firsts = new int[files.length];
    int next = 0;
    for (int i = 0; i < files.length; i++) {
      firsts[i] = next;
      for (long left = files[i].size(); left > 0; next++) {
        if (next == sizes.length || sizes[next] <= 0 || sizes[next] > Math.min(left, LARGEST)) {
          throw new IllegalArgumentException("pieces of other files");
        }
        left -= sizes[next];
      }
    }
    if (next != sizes.length || (long) next * HASH != hashes.length) {
      throw new IllegalArgumentException("hashes are missing, or too many");
    }
    return new Pieces(hashes, files, firsts, sizes);
  }

  /// Of files whose spans are checked before they are unpacked ([PackedSpans]): none has a hash.
  static Pieces ofPacked(LayerTable table) {
    LayerEntry[] files = files(table);
    return new Pieces(new byte[0], files, new int[files.length], new int[0]);
  }

  private static LayerEntry[] files(LayerTable table) {
    return table.entries().stream().filter(each -> each.size() > 0).toArray(LayerEntry[]::new);
  }

  int[] sizes() {
    return sizes;
  }

  /// How long a piece is.
  ///
  /// @param left of its file from there on
  int size(int number, long left) {
    return sizes.length == 0 ? (int) Math.min(SIZE, left) : sizes[number];
  }

  byte[] hashes() {
    return hashes;
  }

  /// Whether all of them that have content are the layer's, at the places that are known here.
  boolean has(List<LayerEntry> some) {
    return some.stream().allMatch(each -> each.size() == 0 || has(each));
  }

  private boolean has(LayerEntry file) {
    int at = Arrays.binarySearch(files, file, Comparator.comparingLong(LayerEntry::offset));
    return at >= 0 && files[at].equals(file);
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

  /// Also where there is nothing to check: of [#ofPacked].
  boolean matches(int number, byte[] bytes, int length) {
    if (hashes.length == 0) {
      return true;
    }
    MessageDigest hash = Digests.sha256();
    hash.update(bytes, 0, length);
    int at = number * HASH;
    return Arrays.equals(hash.digest(), 0, HASH, hashes, at, at + HASH);
  }
}
