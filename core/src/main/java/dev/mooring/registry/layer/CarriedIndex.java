package dev.mooring.registry.layer;

import dev.mooring.registry.layer.table.CarriedFile;
import dev.mooring.registry.layer.table.CarriedFile.Chunk;
import dev.mooring.registry.layer.table.CarriedTable;
import dev.mooring.registry.layer.table.TablePlace.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Makes an index of the table that a layer carries.
///
/// The table doesn't say where files are in the unpacked tar. The places here are in the order of
/// the tar, and those of one member are as far from one another as they are in it, which is all
/// that it takes to read from a member on.
final class CarriedIndex {
  private static final int BLOCK = 512;

  private final CarriedEntries entries = new CarriedEntries();
  private final List<Checkpoint> points = new ArrayList<>(List.of(Checkpoint.BEGINNING));
  private final LongPairs ends = new LongPairs();
  private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
  private int[] sizes = new int[64];
  private int pieces;
  private Checkpoint member = Checkpoint.BEGINNING;
  private long at;

  private CarriedIndex() {}

  /// @throws IOException when the table's parts contradict one another
  static LayerIndex of(CarriedTable table) throws IOException {
    CarriedIndex index = new CarriedIndex();
    try {
      return index.made(table);
    } catch (ArithmeticException e) {
      throw new IOException("a table of too large files", e);
    }
  }

  private LayerIndex made(CarriedTable table) throws IOException {
    for (CarriedFile each : table.files()) {
      demand(each.chunks().isEmpty() || each.chunks().getLast().offset() < table.end());
      add(each);
    }
    for (CarriedFile each : table.own()) {
      add(each);
    }
    // Where the table is a file itself, it goes on to the end.
    if (table.own().isEmpty() && table.end() > member.packed) {
      ends.add(table.end(), at);
    }
    LayerTable listed = entries.table(Math.max(Math.addExact(at, 2 * BLOCK), table.unpacked()));
    Packing packing = table.kind() == Kind.CHUNKED ? Packing.ZSTD : Packing.GZIP;
    Pieces checked = Pieces.of(listed, hashes.toByteArray(), Arrays.copyOf(sizes, pieces));
    return new LayerIndex(listed, packing, points, ends, checked, PackedSpans.NONE, false);
  }

  private void add(CarriedFile file) throws IOException {
    at = Math.addExact(at, BLOCK);
    entries.add(file, each -> each.size() > 0 ? content(each) : at);
  }

  /// @return where the content is
  private long content(CarriedFile file) throws IOException {
    Chunk first = file.chunks().getFirst();
    enter(first.offset(), at);
    long offset = Math.addExact(member.unpacked, first.inner());
    demand(offset >= at);
    long within = offset;
    for (Chunk each : file.chunks()) {
      enter(each.offset(), within);
      // A file is in one piece in the tar, and so it is in what members unpack to.
      demand(each.inner() == within - member.unpacked);
      if (pieces == sizes.length) {
        sizes = Arrays.copyOf(sizes, pieces * 2);
      }
      sizes[pieces] = each.size();
      pieces++;
      hashes.writeBytes(HexFormat.of().parseHex(each.digest().hex(), 0, 2 * Pieces.HASH));
      within = Math.addExact(within, each.size());
    }
    at = Math.addExact(within, -within & (BLOCK - 1));
    return offset;
  }

  /// Goes on to another member of the blob, where it's another.
  ///
  /// @param unpacked where it begins
  private void enter(long packed, long unpacked) throws IOException {
    if (packed != member.packed) {
      demand(packed > member.packed);
      ends.add(packed, unpacked);
      member = new Checkpoint(packed, 0, unpacked, Checkpoint.BEGINNING.state);
      points.add(member);
    }
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw new IOException("no table of a layer");
    }
  }
}
