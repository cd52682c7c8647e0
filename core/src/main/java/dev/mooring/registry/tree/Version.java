package dev.mooring.registry.tree;

import dev.mooring.registry.layer.LayerEntry;
import org.jspecify.annotations.Nullable;

/// What a layer put at a path.
///
/// @param entry as the layer has it; one made up for a directory that no layer names
/// @param layer from 0, the lowest
/// @param replaced what a lower layer had put there and this took the place of; null for nothing
public record Version(LayerEntry entry, int layer, @Nullable Version replaced) {

  boolean isDirectory() {
    return entry.kind() == LayerEntry.Kind.DIRECTORY;
  }

  /// The same directory with the same rights: most layers name the parents of their files again.
  boolean isSame(LayerEntry other) {
    return entry.kind() == other.kind()
        && entry.mode() == other.mode()
        && entry.uid() == other.uid()
        && entry.gid() == other.gid();
  }
}
