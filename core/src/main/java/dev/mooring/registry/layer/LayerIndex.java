package dev.mooring.registry.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.function.Consumer;

/// What is known of a layer: its table, and how to get at each file. Immutable.
final class LayerIndex {
  private static final long PLAIN_SPAN = 1 << 20;

  private final LayerTable table;
  private final Packing packing;
  private final List<Checkpoint> points;
  private final LongPairs ends;
  private final Pieces pieces;
  private final PackedSpans spans;
  private final boolean whole;

  /// @param points by their place, of which the first is the beginning
  /// @param ends as [Marks#ends]
  /// @param spans of the points, where pieces have no hashes
  /// @param whole whether the whole layer was read, and not only a table that it carries
  LayerIndex(
      LayerTable table,
      Packing packing,
      List<Checkpoint> points,
      LongPairs ends,
      Pieces pieces,
      PackedSpans spans,
      boolean whole) {
    this.table = table;
    this.packing = packing;
    this.points = List.copyOf(points);
    this.ends = ends;
    this.pieces = pieces;
    this.spans = spans;
    this.whole = whole;
  }

  /// Reads a whole layer.
  ///
  /// @param blob read as far as the content takes it; what may follow is left
  static LayerIndex read(InputStream blob, Consumer<? super LayerEntry> each) throws IOException {
    PushbackInputStream start = new PushbackInputStream(blob, Packing.START);
    byte[] first = start.readNBytes(Packing.START);
    start.unread(first);
    Packing packing = Packing.of(first);
    Marks marks = new Marks();
    LayerTar tar = new LayerTar(packing.unpack(start, marks), each);
    LayerTable table = tar.read();
    return new LayerIndex(
        table,
        packing,
        marks.points(),
        marks.ends(),
        Pieces.of(table, tar.hashes()),
        PackedSpans.NONE,
        true);
  }

  LayerTable table() {
    return table;
  }

  Packing packing() {
    return packing;
  }

  List<Checkpoint> points() {
    return points;
  }

  LongPairs ends() {
    return ends;
  }

  Pieces pieces() {
    return pieces;
  }

  PackedSpans spans() {
    return spans;
  }

  /// Whether it's of the layer itself, and not of a table that it carries.
  boolean isWhole() {
    return whole;
  }

  /// About how much memory it takes.
  long weight() {
    long bytes =
        pieces.hashes().length
            + spans.hashes().length
            + 4L * pieces.sizes().length
            + 16L * ends.count();
    for (Checkpoint each : points) {
      bytes += Checkpoint.ROOM + each.state.length;
    }
    for (LayerEntry each : table.entries()) {
      bytes += 160 + each.path().length() + each.link().length();
    }
    return bytes;
  }

  /// The unpacked content from a checkpoint on.
  ///
  /// @param rest of the blob from there to what [#end] said
  /// @param from one that [#before] said
  InputStream resume(InputStream rest, Checkpoint from) throws IOException {
    int at = points.indexOf(from);
    return packing.resume(
        spans.checked(rest, from), at < 0 ? List.of(from) : points.subList(at, points.size()));
  }

  /// Where to begin to read what is there of the unpacked content.
  Checkpoint before(long unpacked) {
    int low = 0;
    int high = points.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (points.get(middle).unpacked <= unpacked) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return packing.near(points.get(low), unpacked);
  }

  /// Where the span begins that has a byte of the unpacked content.
  Checkpoint spanStart(long unpacked) {
    long start = unpacked / PLAIN_SPAN * PLAIN_SPAN;
    return packing == Packing.NONE
        ? new Checkpoint(start, 0, start, new byte[0])
        : before(unpacked);
  }

  /// Where it ends in the unpacked content.
  long spanEnd(Checkpoint start) {
    int next = points.indexOf(start) + 1;
    long end = next > 0 && next < points.size() ? points.get(next).unpacked : table.unpacked();
    return packing == Packing.NONE ? Math.min(start.unpacked + PLAIN_SPAN, end) : end;
  }

  /// Up to where the blob has to be read for what ends there in the unpacked content.
  ///
  /// @param size of the blob
  long end(long unpacked, long size) {
    return packing == Packing.NONE
        ? Math.min(size, unpacked)
        : Math.min(size, ends.firstFrom(unpacked, size));
  }
}
