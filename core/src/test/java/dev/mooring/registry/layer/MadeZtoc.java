package dev.mooring.registry.layer;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.tar.TarHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A gzip layer and its zTOC, each field of which can be another.
final class MadeZtoc {
  private static final int POINT = 8 + 8 + 1 + 32768;

  String version = "0.9";
  long size;
  long unpacked;
  int algorithm = 1;
  int last;
  final List<String> digests = new ArrayList<>();
  byte[] points = new byte[12];
  final List<Said> files = new ArrayList<>();
  byte[] blob = new byte[0];

  /// What a zTOC says of an entry.
  static final class Said {
    String name = "";
    String type = "reg";
    long offset;
    long size;
    String link = "";
    long mode = 0644;
    String modified = "2024-11-22T03:52:32Z";
    final List<String> records = new ArrayList<>();
  }

  private MadeZtoc() {}

  /// A layer of files, cut into spans of some bytes of the tar.
  static MadeZtoc of(Map<String, byte[]> files, int span) {
    MadeZtoc made = new MadeZtoc();
    Tar tar = new Tar();
    files.forEach(
        (name, content) -> {
          tar.file(name, content);
          Said said = new Said();
          said.name = name;
          said.offset = tar.bytes().length - 1024 - TarHeader.padded(content.length);
          said.size = content.length;
          made.files.add(said);
        });
    made.pack(tar.bytes(), span);
    return made;
  }

  private void pack(byte[] tar, int span) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
    List<Integer> ins = new ArrayList<>();
    byte[] buffer = new byte[tar.length + 1000];
    try (Deflater deflater = new Deflater(9, true)) {
      for (int at = 0; at < tar.length; at += span) {
        ins.add(packed.size());
        deflater.setInput(tar, at, Math.min(span, tar.length - at));
        boolean more = at + span < tar.length;
        if (!more) {
          deflater.finish();
        }
        int some = deflater.deflate(buffer, 0, buffer.length, more ? Deflater.FULL_FLUSH : 0);
        packed.write(buffer, 0, some);
      }
    }
    CRC32 sum = new CRC32();
    sum.update(tar);
    packed.writeBytes(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt((int) sum.getValue())
            .putInt(tar.length)
            .array());
    blob = packed.toByteArray();
    size = blob.length;
    unpacked = tar.length;
    last = ins.size() - 1;
    ByteBuffer all =
        ByteBuffer.allocate(12 + POINT * ins.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(ins.size())
            .putLong(span);
    for (int i = 0; i < ins.size(); i++) {
      all.putLong(ins.get(i)).putLong((long) span * i).put((byte) 0);
      all.position(all.position() + 32768);
      int end = i == last ? blob.length : ins.get(i + 1);
      digests.add(Digests.of(Arrays.copyOfRange(blob, ins.get(i), end)).text());
    }
    points = all.array();
  }

  /// A number of a checkpoint.
  ///
  /// @param field 0 of its place, 8 of what was unpacked before
  void point(int index, int field, long number) {
    ByteBuffer.wrap(points)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(12 + POINT * index + field, number);
  }

  long point(int index, int field) {
    return ByteBuffer.wrap(points)
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong(12 + POINT * index + field);
  }

  void bits(int index, int bits) {
    points[12 + POINT * index + 16] = (byte) bits;
  }

  /// As https://github.com/awslabs/soci-snapshotter/blob/main/ztoc/fbs/ztoc.fbs has it.
  byte[] ztoc() {
    FlatBufferBuilder to = new FlatBufferBuilder();
    int[] entries = files.stream().mapToInt(each -> entry(to, each)).toArray();
    int metadata = offsets(to, entries);
    to.startTable(1);
    to.addOffset(0, metadata, 0);
    int toc = to.endTable();
    int points = to.createByteVector(this.points);
    int digests = offsets(to, this.digests.stream().mapToInt(to::createString).toArray());
    to.startTable(4);
    to.addByte(0, (byte) algorithm, 1);
    to.addInt(1, last, 0);
    to.addOffset(2, digests, 0);
    to.addOffset(3, points, 0);
    int info = to.endTable();
    int version = to.createString(this.version);
    to.startTable(6);
    to.addOffset(0, version, 0);
    to.addLong(2, size, 0);
    to.addLong(3, unpacked, 0);
    to.addOffset(4, toc, 0);
    to.addOffset(5, info, 0);
    to.finish(to.endTable());
    return to.sizedByteArray();
  }

  /// A zTOC of one entry, where it is said many times.
  static byte[] repeated(byte[] ztoc, int times) {
    ByteBuffer from = ByteBuffer.wrap(ztoc).order(ByteOrder.LITTLE_ENDIAN);
    int root = from.getInt(0);
    int toc = root + field(from, root, 4);
    toc += from.getInt(toc);
    int vector = toc + field(from, toc, 0);
    int entry = vector + from.getInt(vector) + 4;
    entry += from.getInt(entry);
    ByteBuffer to =
        ByteBuffer.allocate(ztoc.length + 8 + 4 * times).order(ByteOrder.LITTLE_ENDIAN).put(ztoc);
    int place = ztoc.length + 3 & ~3;
    to.putInt(vector, place - vector);
    to.putInt(place, times);
    for (int i = 0; i < times; i++) {
      int at = place + 4 + 4 * i;
      to.putInt(at, entry - at);
    }
    return to.array();
  }

  private static int field(ByteBuffer from, int table, int field) {
    return from.getShort(table - from.getInt(table) + 4 + 2 * field);
  }

  private static int entry(FlatBufferBuilder to, Said said) {
    int name = to.createString(said.name);
    int type = to.createString(said.type);
    int link = to.createString(said.link);
    int modified = to.createString(said.modified);
    int[] records = new int[said.records.size() / 2];
    for (int i = 0; i < records.length; i++) {
      int key = to.createString(said.records.get(2 * i));
      int value = to.createString(said.records.get(2 * i + 1));
      to.startTable(2);
      to.addOffset(0, key, 0);
      to.addOffset(1, value, 0);
      records[i] = to.endTable();
    }
    int all = offsets(to, records);
    to.startTable(14);
    to.addOffset(0, name, 0);
    to.addOffset(1, type, 0);
    to.addLong(2, said.offset, 0);
    to.addLong(3, said.size, 0);
    to.addOffset(4, link, 0);
    to.addLong(5, said.mode, 0);
    to.addInt(6, 1000, 0);
    to.addInt(7, 100, 0);
    to.addOffset(10, modified, 0);
    to.addOffset(13, all, 0);
    return to.endTable();
  }

  private static int offsets(FlatBufferBuilder to, int[] offsets) {
    to.startVector(4, offsets.length, 4);
    for (int i = offsets.length - 1; i >= 0; i--) {
      to.addOffset(offsets[i]);
    }
    return to.endVector();
  }

  /// The layer of an image whose index names this zTOC.
  Descriptor in(CountedBlobs blobs) {
    return in(blobs, ztoc());
  }

  Descriptor in(CountedBlobs blobs, byte[] ztoc) {
    Descriptor layer = blobs.put(SociLayers.GZIP, blob);
    return SociLayers.named(
        blobs,
        layer,
        SociLayers.INDEX,
        List.of(SociLayers.entry(blobs.put(SociLayers.ZTOC, ztoc), layer)));
  }
}
