package dev.mooring.desktop.registry.image;

import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.LayerShare;
import java.util.List;

/// What a tree of files adds up to, as far as it was read when somebody looked.
///
/// @param count files, directories, and links
/// @param bytes of all contents that are shown
/// @param wasted bytes of contents that are not
/// @param layers what each layer has to do with it
record TreeSums(int count, long bytes, long wasted, List<LayerShare> layers) {
  static final TreeSums NONE = new TreeSums(0, 0, 0, List.of());

  TreeSums {
    layers = List.copyOf(layers);
  }

  /// Waits for whoever walks through the tree: never on the UI's thread.
  static TreeSums of(ImageTree tree) {
    return new TreeSums(tree.count(), tree.bytes(), tree.wasted(), tree.layers());
  }
}
