package dev.mooring.registry.layer.table;

import dev.mooring.registry.layer.table.TablePlace.Kind;
import java.util.List;

/// What a layer's own table says that it holds, in the order of its tar.
///
/// @param own the table's own entry, where it is a file of the layer itself (eStargz)
/// @param end of the files in the blob
/// @param unpacked bytes of the tar, where the manifest says it; else 0
public record CarriedTable(
    Kind kind, List<CarriedFile> files, List<CarriedFile> own, long end, long unpacked) {
  public CarriedTable {
    files = List.copyOf(files);
    own = List.copyOf(own);
  }
}
