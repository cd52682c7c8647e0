package dev.mooring.registry.layer;

import java.util.List;

/// All entries of a layer, in the order of its tar. Immutable.
///
/// @param unpacked bytes of the tar, or about as many where only a table was read that the layer
/// carries
/// @param leftOut how many entries have names or sizes that no file system would take
public record LayerTable(List<LayerEntry> entries, long unpacked, int leftOut) {
  public LayerTable {
    entries = List.copyOf(entries);
  }
}
