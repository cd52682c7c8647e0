package dev.mooring.registry.layer;

import dev.mooring.registry.layer.soci.Ztoc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Makes an index of a zTOC: files are where they are in the tar, and spans begin where those of a
/// layer that was read as a whole could, too.
final class SpannedIndex {
  private SpannedIndex() {}

  /// @throws IOException when it has more than a layer can have
  static LayerIndex of(Ztoc ztoc) throws IOException {
    CarriedEntries entries = new CarriedEntries();
    for (Ztoc.Content each : ztoc.files()) {
      entries.add(each.file(), file -> each.offset());
    }
    List<Checkpoint> points = new ArrayList<>();
    LongPairs ends = new LongPairs();
    ByteArrayOutputStream hashes = new ByteArrayOutputStream();
    for (int i = 0; i < ztoc.spans().size(); i++) {
      Ztoc.Span span = ztoc.spans().get(i);
      byte[] window = Checkpoint.smaller(span.window());
      points.add(new Checkpoint(span.packed(), span.bit(), span.unpacked(), window));
      boolean last = i + 1 == ztoc.spans().size();
      ends.add(span.end(), last ? ztoc.unpacked() : ztoc.spans().get(i + 1).unpacked());
      hashes.writeBytes(HexFormat.of().parseHex(span.digest().hex(), 0, 2 * Pieces.HASH));
    }
    LayerTable table = entries.table(ztoc.unpacked());
    PackedSpans spans = PackedSpans.of(hashes.toByteArray(), points, ends);
    return new LayerIndex(table, Packing.GZIP, points, ends, Pieces.ofPacked(table), spans, false);
  }
}
