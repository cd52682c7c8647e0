package dev.mooring.registry.layer.soci;

import dev.mooring.registry.Digests;
import dev.mooring.registry.layer.soci.Ztoc.Content;
import dev.mooring.registry.layer.soci.Ztoc.Span;
import dev.mooring.registry.layer.table.CarriedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads zTOCs of version 0.9, the only one there is. What is not as it has to be makes the whole
/// of no use.
///
/// https://github.com/awslabs/soci-snapshotter/blob/main/ztoc/fbs/ztoc.fbs for what is in the
/// FlatBuffer, ztoc/compression/gzip_zinfo.c there for how checkpoints are written.
final class ZtocFormat {
  private static final String VERSION = "0.9";
  private static final int GZIP = 1;

  /// As many as a layer may have.
  private static final int MOST_FILES = 500_000;

  /// Of names, attributes and the like.
  private static final long MOST_TEXT = 96L << 20;

  /// The header of gzip that nothing was added to.
  private static final int SHORTEST_HEADER = 10;

  private static final int WINDOW = 1 << 15;
  private static final int POINTS_HEAD = 4 + 8;
  private static final int POINT = 8 + 8 + 1 + WINDOW;

  /// Of a span, all of which is in memory before any of it is unpacked.
  private static final long LARGEST_PACKED = 16 << 20;

  /// How much may have to be unpacked for nothing.
  private static final long LARGEST_UNPACKED = 64 << 20;

  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final String SPARSE = "GNU.sparse.";

  private ZtocFormat() {}

  /// @param size of the layer
  /// @throws IOException when it is none, or none of a gzip layer of that size
  static Ztoc read(byte[] bytes, long size) throws IOException {
    try {
      FlatTable ztoc = FlatTable.root(bytes, MOST_TEXT);
      demand(ztoc.text(0).equals(VERSION));
      demand(ztoc.int64(2) == size);
      long unpacked = ztoc.int64(3);
      demand(unpacked >= 0);
      List<Span> spans = spans(ztoc.table(5), size, unpacked);
      return new Ztoc(files(ztoc.table(4), unpacked), spans, unpacked);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw new IOException("no zTOC", e);
    }
  }

  private static List<Span> spans(FlatTable said, long size, long unpacked) throws IOException {
    demand(said.int8(0, GZIP) == GZIP);
    ByteBuffer points = said.part(3);
    int count = points.getInt(0);
    demand(count > 0 && points.limit() == POINTS_HEAD + (long) POINT * count);
    demand(said.int32(1) == count - 1 && said.count(2) == count);
    List<Span> spans = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = POINTS_HEAD + POINT * i;
      boolean last = i == count - 1;
      long in = points.getLong(at);
      long out = points.getLong(at + 8);
      int bits = points.get(at + 16);
      long end = last ? size : points.getLong(at + POINT);
      long unpackedEnd = last ? unpacked : points.getLong(at + POINT + 8);
      demand(bits >= 0 && bits < 8);
      demand(i > 0 || (out == 0 && in >= SHORTEST_HEADER));
      // The bits are the last ones of the byte before.
      long start = bits == 0 ? in : in - 1;
      demand(end > in && end <= size && end - start <= LARGEST_PACKED);
      demand(unpackedEnd >= out && unpackedEnd <= unpacked);
      demand(unpackedEnd - out <= LARGEST_UNPACKED);
      // What comes before the tar is not content.
      int window = (int) Math.min(WINDOW, out);
      spans.add(
          new Span(
              start,
              bits == 0 ? 0 : 8 - bits,
              end,
              out,
              points.slice(at + POINT - window, window),
              Digests.read(said.text(2, i)).orElseThrow(ZtocFormat::wrong)));
    }
    return spans;
  }

  private static List<Content> files(FlatTable said, long unpacked) throws IOException {
    int count = said.count(0);
    demand(count <= MOST_FILES);
    List<Content> files = new ArrayList<>(count);
    long end = 0;
    for (int i = 0; i < count; i++) {
      FlatTable each = said.item(0, i);
      CarriedFile file = file(each);
      long offset = each.int64(2);
      demand(offset >= end && file.size() >= 0 && file.size() <= unpacked - offset);
      end = offset + file.size();
      files.add(new Content(file, offset));
    }
    return files;
  }

  private static CarriedFile file(FlatTable said) throws IOException {
    Map<String, String> attributes = new HashMap<>();
    // The content of a sparse file is not as it stands in the tar.
    boolean sparse = false;
    int records = said.count(13);
    for (int i = 0; i < records; i++) {
      FlatTable each = said.item(13, i);
      String name = each.text(0);
      sparse |= name.startsWith(SPARSE);
      if (name.startsWith(ATTRIBUTE)) {
        byte[] value = each.bytes(1);
        attributes.put(
            name.substring(ATTRIBUTE.length()), Base64.getEncoder().encodeToString(value));
      }
    }
    String type = sparse ? "sparse" : said.text(1);
    return new CarriedFile(
        type,
        said.text(0),
        said.text(4),
        type.equals("reg") ? said.int64(3) : 0,
        (int) said.int64(5) & 07777,
        Integer.toUnsignedLong(said.int32(6)),
        Integer.toUnsignedLong(said.int32(7)),
        time(said.text(10)),
        attributes,
        List.of());
  }

  private static long time(String text) throws IOException {
    try {
      return text.isEmpty() ? 0 : OffsetDateTime.parse(text).toEpochSecond();
    } catch (DateTimeException e) {
      throw wrong();
    }
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw wrong();
    }
  }

  private static IOException wrong() {
    return new IOException("no zTOC");
  }
}
