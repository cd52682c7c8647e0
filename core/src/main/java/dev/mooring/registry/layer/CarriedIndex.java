package dev.mooring.registry.layer;

import dev.mooring.registry.layer.table.CarriedFile;
import dev.mooring.registry.layer.table.CarriedFile.Chunk;
import dev.mooring.registry.layer.table.CarriedTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes an index of the table that a layer carries.
///
/// The table doesn't say where files are in the unpacked tar. The places here are in the order of
/// the tar, and those of one member are as far from one another as they are in it, which is all
/// that it takes to read from a member on. Names are judged as those of a tar are.
final class CarriedIndex {
  private static final int BLOCK = 512;

  private final List<LayerEntry> entries = new ArrayList<>();
  private final List<Checkpoint> points = new ArrayList<>(List.of(Checkpoint.BEGINNING));
  private final LongPairs ends = new LongPairs();
  private final ByteArrayOutputStream hashes = new ByteArrayOutputStream();
  private int[] sizes = new int[64];
  private int pieces;
  private Checkpoint member = Checkpoint.BEGINNING;
  private long at;
  private long names;
  private int leftOut;

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
    LayerTable listed =
        new LayerTable(entries, Math.max(Math.addExact(at, 2 * BLOCK), table.unpacked()), leftOut);
    Packing packing =
        switch (table.kind()) {
          case CHUNKED -> Packing.ZSTD;
          case ESTARGZ -> Packing.GZIP;
        };
    Pieces checked = Pieces.of(listed, hashes.toByteArray(), Arrays.copyOf(sizes, pieces));
    return new LayerIndex(listed, packing, points, ends, checked, false);
  }

  private void add(CarriedFile file) throws IOException {
    at = Math.addExact(at, BLOCK);
    LayerEntry.Kind kind = kind(file);
    String path = LayerPath.normal(file.name()).orElse(null);
    String link = kind == null ? null : link(kind, file.link());
    if (kind == null || path == null || link == null) {
      leftOut++;
      return;
    }
    Attributes attributes = attributes(file.attributes());
    names += path.length() + link.length() + attributes.length();
    demand(entries.size() < LayerTar.MOST_ENTRIES && names <= LayerTar.MOST_NAMES);
    boolean full = kind == LayerEntry.Kind.FILE && file.size() > 0;
    long offset = full ? content(file) : kind == LayerEntry.Kind.FILE ? at : 0;
    entries.add(
        new LayerEntry(
            path,
            kind,
            full ? file.size() : 0,
            file.mode(),
            file.uid(),
            file.gid(),
            file.modified(),
            link,
            offset,
            attributes));
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

  private static LayerEntry.@Nullable Kind kind(CarriedFile file) {
    return switch (file.type()) {
      case "reg" -> file.name().endsWith("/") ? LayerEntry.Kind.DIRECTORY : LayerEntry.Kind.FILE;
      case "dir" -> LayerEntry.Kind.DIRECTORY;
      case "symlink" -> LayerEntry.Kind.SYMBOLIC_LINK;
      case "hardlink" -> LayerEntry.Kind.HARD_LINK;
      case "char" -> LayerEntry.Kind.CHARACTER_DEVICE;
      case "block" -> LayerEntry.Kind.BLOCK_DEVICE;
      case "fifo" -> LayerEntry.Kind.FIFO;
      default -> null;
    };
  }

  private static @Nullable String link(LayerEntry.Kind kind, String said) {
    return switch (kind) {
      case HARD_LINK -> LayerPath.normal(said).orElse(null);
      case SYMBOLIC_LINK -> LayerPath.isLink(said) ? said : null;
      default -> "";
    };
  }

  private static Attributes attributes(Map<String, String> said) throws IOException {
    PaxRecords records = new PaxRecords();
    try {
      for (Map.Entry<String, String> each : new TreeMap<>(said).entrySet()) {
        records.attribute(each.getKey(), Base64.getDecoder().decode(each.getValue()));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("attributes that are none", e);
    }
    return records.attributes();
  }

  private static void demand(boolean right) throws IOException {
    if (!right) {
      throw new IOException("no table of a layer");
    }
  }
}
