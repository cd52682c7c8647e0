package dev.mooring.registry.diff;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.LayerEntry;
import org.jspecify.annotations.Nullable;

/// What an image has at a path.
///
/// @param layer the one that put it there
/// @param file the file with its content, which is another one for hard links; null for what has
/// none
/// @param fileLayer the layer that the file is in; null without a file
record Held(
    LayerEntry entry, Descriptor layer, @Nullable LayerEntry file, @Nullable Descriptor fileLayer) {

  /// A hard link is a file: only strictly it is something else.
  LayerEntry.Kind kind() {
    return file == null ? entry.kind() : LayerEntry.Kind.FILE;
  }

  long size() {
    return file == null ? 0 : file.size();
  }

  boolean isDirectory() {
    return entry.kind() == LayerEntry.Kind.DIRECTORY;
  }
}
