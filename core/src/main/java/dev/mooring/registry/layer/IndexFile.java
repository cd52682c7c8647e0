package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An index as a file: what it is, the hash of the rest, and the rest.
///
/// A file that was cut or damaged is found out by the hash. One that was made by somebody is read
/// within the bounds of a layer, and what it says can only lead to bytes that their hashes refuse.
final class IndexFile {
  /// No index of a layer within the bounds is longer.
  static final long LONGEST = 256L << 20;

  static final byte[] KIND = "mooring3".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH = 32;
  private static final List<Packing> PACKINGS = List.of(Packing.values());
  private static final int MOST_POINTS = 2_000_000;
  private static final int LONGEST_STATE = 64 << 20;

  private static final List<Known> KNOWN = List.of(Known.values());

  /// What the hashes are of.
  private enum Known {
    BY_CHUNKS,
    WHOLE,
    BY_SPANS
  }

  private IndexFile() {}

  private static Known known(LayerIndex index) {
    if (index.isWhole()) {
      return Known.WHOLE;
    }
    return index.spans().isNone() ? Known.BY_CHUNKS : Known.BY_SPANS;
  }

  static byte[] write(LayerIndex index) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(rest)) {
      out.writeByte(PACKINGS.indexOf(index.packing()));
      out.writeByte(KNOWN.indexOf(known(index)));
      out.writeInt(index.points().size());
      for (Checkpoint each : index.points()) {
        out.writeLong(each.packed);
        out.writeByte(each.bit);
        out.writeLong(each.unpacked);
        out.writeInt(each.state.length);
        out.write(each.state);
      }
      LongPairs ends = index.ends();
      out.writeInt(ends.count());
      for (int i = 0; i < ends.count(); i++) {
        out.writeLong(ends.first(i));
        out.writeLong(ends.second(i));
      }
      byte[] hashes =
          known(index) == Known.BY_SPANS ? index.spans().hashes() : index.pieces().hashes();
      out.writeInt(hashes.length);
      out.write(hashes);
      if (known(index) == Known.BY_CHUNKS) {
        int[] sizes = index.pieces().sizes();
        out.writeInt(sizes.length);
        for (int each : sizes) {
          out.writeInt(each);
        }
      }
      TableFile.write(index.table(), rest);
    } catch (IOException e) {
      throw new UncheckedIOException("memory doesn't fail", e);
    }
    byte[] bytes = rest.toByteArray();
    ByteArrayOutputStream file = new ByteArrayOutputStream(KIND.length + HASH + bytes.length);
    file.writeBytes(KIND);
    file.writeBytes(Digests.sha256().digest(bytes));
    file.writeBytes(bytes);
    return file.toByteArray();
  }

  /// @throws IOException when it is none, or not whole
  static LayerIndex read(byte[] file) throws IOException {
    int start = KIND.length + HASH;
    demand(file.length > start && Arrays.equals(file, 0, KIND.length, KIND, 0, KIND.length));
    MessageDigest hash = Digests.sha256();
    hash.update(file, start, file.length - start);
    demand(Arrays.equals(file, KIND.length, start, hash.digest(), 0, HASH));
    ByteArrayInputStream rest = new ByteArrayInputStream(file, start, file.length - start);
    DataInputStream in = new DataInputStream(rest);
    int packing = in.readUnsignedByte();
    demand(packing < PACKINGS.size());
    int number = in.readUnsignedByte();
    demand(number < KNOWN.size());
    Known known = KNOWN.get(number);
    List<Checkpoint> points = points(in, known == Known.BY_SPANS);
    LongPairs ends = ends(in);
    byte[] hashes = bytes(in, in.readInt());
    int[] sizes = known == Known.BY_CHUNKS ? sizes(in) : new int[0];
    LayerTable table = TableFile.read(rest);
    PackedSpans spans =
        known == Known.BY_SPANS ? PackedSpans.of(hashes, points, ends) : PackedSpans.NONE;
    try {
      Pieces pieces =
          switch (known) {
            case BY_CHUNKS -> Pieces.of(table, hashes, sizes);
            case WHOLE -> Pieces.of(table, hashes);
            case BY_SPANS -> Pieces.ofPacked(table);
          };
      return new LayerIndex(
          table, PACKINGS.get(packing), points, ends, pieces, spans, known == Known.WHOLE);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }

  /// @param spans which begin after the header of gzip
  private static List<Checkpoint> points(DataInputStream in, boolean spans) throws IOException {
    int count = in.readInt();
    demand(count > 0 && count <= MOST_POINTS);
    List<Checkpoint> points = new ArrayList<>();
    Checkpoint before = Checkpoint.BEGINNING;
    for (int i = 0; i < count; i++) {
      long packed = in.readLong();
      int bit = in.readUnsignedByte();
      long unpacked = in.readLong();
      int length = in.readInt();
      demand(length <= LONGEST_STATE);
      demand(i == 0 ? packed > 0 == spans && unpacked == 0 : packed > 0);
      demand(packed >= before.packed && unpacked >= before.unpacked && bit < 8);
      before = new Checkpoint(packed, bit, unpacked, bytes(in, length));
      points.add(before);
    }
    return points;
  }

  private static int[] sizes(DataInputStream in) throws IOException {
    int count = in.readInt();
    demand(count >= 0 && count <= in.available() / 4);
    int[] sizes = new int[count];
    for (int i = 0; i < count; i++) {
      sizes[i] = in.readInt();
    }
    return sizes;
  }

  private static LongPairs ends(DataInputStream in) throws IOException {
    int count = in.readInt();
    demand(count >= 0 && count <= MOST_POINTS);
    LongPairs ends = new LongPairs();
    for (int i = 0; i < count; i++) {
      ends.add(in.readLong(), in.readLong());
      demand(ends.first(i) > 0 && ends.second(i) >= 0);
      demand(
          i == 0 || (ends.first(i) >= ends.first(i - 1) && ends.second(i) >= ends.second(i - 1)));
    }
    return ends;
  }

  private static byte[] bytes(DataInputStream in, int length) throws IOException {
    demand(length >= 0 && length <= in.available());
    return in.readNBytes(length);
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw new IOException("this isn't the index of a layer");
    }
  }
}
