package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
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
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

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
  private static final List<LayerEntry.Kind> KINDS = List.of(LayerEntry.Kind.values());
  private static final int MOST_POINTS = 2_000_000;
  private static final int LONGEST_STATE = 64 << 20;

  private IndexFile() {}

  static byte[] write(LayerIndex index) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(rest)) {
      out.writeByte(PACKINGS.indexOf(index.packing()));
      out.writeBoolean(index.isWhole());
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
      byte[] hashes = index.pieces().hashes();
      out.writeInt(hashes.length);
      out.write(hashes);
      if (!index.isWhole()) {
        int[] sizes = index.pieces().sizes();
        out.writeInt(sizes.length);
        for (int each : sizes) {
          out.writeInt(each);
        }
      }
      table(index.table(), rest);
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

  private static void table(LayerTable table, ByteArrayOutputStream into) throws IOException {
    try (Deflater fast = new Deflater(Deflater.BEST_SPEED);
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(new DeflaterOutputStream(into, fast, 1 << 16), 1 << 16))) {
      out.writeLong(table.unpacked());
      out.writeInt(table.leftOut());
      out.writeInt(table.entries().size());
      for (LayerEntry each : table.entries()) {
        out.writeUTF(each.path());
        out.writeByte(KINDS.indexOf(each.kind()));
        out.writeLong(each.size());
        out.writeShort(each.mode());
        out.writeLong(each.uid());
        out.writeLong(each.gid());
        out.writeLong(each.modified());
        out.writeUTF(each.link());
        out.writeLong(each.offset());
        attributes(each.attributes(), out);
      }
    }
  }

  private static void attributes(Attributes attributes, DataOutputStream out) throws IOException {
    out.writeInt(attributes.values().size());
    for (Map.Entry<String, String> each : attributes.values().entrySet()) {
      out.writeUTF(each.getKey());
      out.writeUTF(each.getValue());
    }
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
    boolean whole = in.readBoolean();
    List<Checkpoint> points = points(in);
    LongPairs ends = ends(in);
    byte[] hashes = bytes(in, in.readInt());
    int[] sizes = whole ? new int[0] : sizes(in);
    LayerTable table = table(rest);
    try {
      Pieces pieces = whole ? Pieces.of(table, hashes) : Pieces.of(table, hashes, sizes);
      return new LayerIndex(table, PACKINGS.get(packing), points, ends, pieces, whole);
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }

  private static List<Checkpoint> points(DataInputStream in) throws IOException {
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
      demand(i == 0 ? packed == 0 && unpacked == 0 : packed > 0);
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

  private static LayerTable table(ByteArrayInputStream from) throws IOException {
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(new InflaterInputStream(from), 1 << 16));
    long unpacked = in.readLong();
    int leftOut = in.readInt();
    int count = in.readInt();
    demand(unpacked >= 0 && leftOut >= 0 && count >= 0 && count <= LayerTar.MOST_ENTRIES);
    List<LayerEntry> entries = new ArrayList<>();
    long names = 0;
    long end = 0;
    for (int i = 0; i < count; i++) {
      LayerEntry entry = entry(in);
      names += entry.path().length() + entry.link().length() + entry.attributes().length();
      demand(names <= LayerTar.MOST_NAMES);
      if (entry.size() > 0) {
        demand(entry.offset() >= end && entry.size() <= unpacked - entry.offset());
        end = entry.offset() + entry.size();
      }
      entries.add(entry);
    }
    return new LayerTable(entries, unpacked, leftOut);
  }

  private static LayerEntry entry(DataInputStream in) throws IOException {
    String path = in.readUTF();
    demand(LayerPath.normal(path).filter(path::equals).isPresent());
    int kind = in.readUnsignedByte();
    demand(kind < KINDS.size());
    long size = in.readLong();
    int mode = in.readUnsignedShort();
    long uid = in.readLong();
    long gid = in.readLong();
    long modified = in.readLong();
    String link = in.readUTF();
    long offset = in.readLong();
    boolean file = KINDS.get(kind) == LayerEntry.Kind.FILE;
    demand(size >= 0 && offset >= 0 && mode <= 07777 && (file || size == 0));
    Attributes attributes = attributes(in);
    return new LayerEntry(
        path, KINDS.get(kind), size, mode, uid, gid, modified, link, offset, attributes);
  }

  private static Attributes attributes(DataInputStream in) throws IOException {
    int count = in.readInt();
    demand(count >= 0 && count <= Attributes.MOST);
    if (count == 0) {
      return Attributes.NONE;
    }
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      String value = in.readUTF();
      demand(name.length() <= Attributes.LONGEST_NAME);
      demand(value.length() <= Attributes.LONGEST_VALUE);
      values.put(name, value);
    }
    return new Attributes(values);
  }

  private static byte[] bytes(DataInputStream in, int length) throws IOException {
    demand(length >= 0 && length <= in.available());
    return in.readNBytes(length);
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw new IOException("no index of a layer");
    }
  }
}
