package dev.mooring.registry.packages;

import dev.mooring.registry.program.RandomBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The blobs of a table in a SQLite file, and nothing else of it
/// (https://www.sqlite.org/fileformat2.html). Each page is read at most once, so that what leads
/// back to itself ends.
final class SqliteTable {
  private static final String MAGIC = "SQLite format 3\0";
  private static final int HEADER = 100;
  private static final int LEAF = 0x0d;
  private static final int INTERIOR = 0x05;
  private static final int DEEPEST = 30;
  private static final int LARGEST = 64 << 20;

  private final RandomBytes file;
  private final int pageSize;
  private final int usable;
  private final long pages;
  private final BitSet seen = new BitSet();

  /// Told of each blob.
  interface Each {
    void blob(byte[] content) throws IOException;
  }

  private interface Row {
    void columns(List<Object> values) throws IOException, InterruptedException;
  }

  /// @throws IOException when it is no such file
  SqliteTable(RandomBytes file, long size) throws IOException, InterruptedException {
    this.file = file;
    byte[] head = file.read(0, HEADER);
    if (head.length < HEADER
        || !new String(head, 0, 16, StandardCharsets.ISO_8859_1).equals(MAGIC)) {
      throw new IOException("no SQLite file");
    }
    int stated = Short.toUnsignedInt(ByteBuffer.wrap(head).getShort(16));
    pageSize = stated == 1 ? 1 << 16 : stated;
    usable = pageSize - (head[20] & 0xff);
    if (pageSize < 512 || Integer.bitCount(pageSize) != 1 || usable < 480) {
      throw new IOException("a SQLite file with pages of " + pageSize + " bytes");
    }
    pages = size / pageSize;
  }

  /// Those of the last column, in the order of the table.
  ///
  /// @throws IOException when there is no such table, or the file is damaged
  void blobs(String table, Each each) throws IOException, InterruptedException {
    List<Long> roots = new ArrayList<>();
    rows(
        1,
        0,
        columns -> {
          if (columns.size() >= 4
              && "table".equals(columns.get(0))
              && table.equals(columns.get(1))
              && columns.get(3) instanceof Long root) {
            roots.add(root);
          }
        });
    if (roots.isEmpty()) {
      throw new IOException("no table " + table);
    }
    rows(
        roots.getFirst(),
        0,
        columns -> {
          if (!columns.isEmpty() && columns.getLast() instanceof byte[] blob) {
            each.blob(blob);
          }
        });
  }

  private void rows(long number, int depth, Row row) throws IOException, InterruptedException {
    ByteBuffer page = page(number);
    if (depth > DEEPEST) {
      throw damaged();
    }
    int start = number == 1 ? HEADER : 0;
    int type = page.get(start) & 0xff;
    int cells = Short.toUnsignedInt(page.getShort(start + 3));
    if (type != LEAF && type != INTERIOR) {
      throw damaged();
    }
    int pointers = start + (type == LEAF ? 8 : 12);
    if (pointers + 2 * cells > usable) {
      throw damaged();
    }
    for (int i = 0; i < cells; i++) {
      int cell = Short.toUnsignedInt(page.getShort(pointers + 2 * i));
      if (cell + 4 > usable) {
        throw damaged();
      }
      if (type == INTERIOR) {
        rows(Integer.toUnsignedLong(page.getInt(cell)), depth + 1, row);
      } else {
        page.position(cell);
        row.columns(SqliteRecord.columns(payload(page)));
      }
    }
    if (type == INTERIOR) {
      rows(Integer.toUnsignedLong(page.getInt(start + 8)), depth + 1, row);
    }
  }

  /// What a cell of a leaf holds; the part that doesn't fit goes on in pages of its own.
  private byte[] payload(ByteBuffer page) throws IOException, InterruptedException {
    long size = SqliteRecord.varint(page);
    SqliteRecord.varint(page);
    if (size < 0 || size > Math.min(LARGEST, pages * pageSize)) {
      throw damaged();
    }
    int most = usable - 35;
    int least = (usable - 12) * 32 / 255 - 23;
    long fitting = least + (size - least) % (usable - 4);
    int here = (int) (size <= most ? size : fitting <= most ? fitting : least);
    if (here > usable - page.position()) {
      throw damaged();
    }
    byte[] payload = new byte[(int) size];
    page.get(payload, 0, here);
    if (here == size) {
      return payload;
    }
    if (page.remaining() < 4) {
      throw damaged();
    }
    long next = Integer.toUnsignedLong(page.getInt());
    for (int at = here; at < size; ) {
      ByteBuffer more = page(next);
      next = Integer.toUnsignedLong(more.getInt());
      int part = (int) Math.min(usable - 4, size - at);
      more.get(payload, at, part);
      at += part;
    }
    return payload;
  }

  private ByteBuffer page(long number) throws IOException, InterruptedException {
    if (number < 1 || number > pages || seen.get((int) number)) {
      throw damaged();
    }
    // Page 1 is looked at once for the names of the tables; a table is never there.
    seen.set((int) number);
    byte[] page = file.read((number - 1) * pageSize, pageSize);
    if (page.length < pageSize) {
      throw damaged();
    }
    return ByteBuffer.wrap(page);
  }

  static IOException damaged() {
    return new IOException("a damaged SQLite file");
  }
}
