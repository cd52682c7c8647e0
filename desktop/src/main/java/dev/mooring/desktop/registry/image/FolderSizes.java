package dev.mooring.desktop.registry.image;

import dev.mooring.registry.tree.ImageTree;
import java.util.HashMap;
import java.util.Map;

/// How much is in each directory of an image, with all below it.
final class FolderSizes {
  private final Map<String, Long> bytes = new HashMap<>();

  private FolderSizes() {}

  static FolderSizes none() {
    return new FolderSizes();
  }

  /// Of a tree that is complete. Goes through all of it.
  static FolderSizes of(ImageTree tree) {
    FolderSizes sizes = new FolderSizes();
    tree.walk(
        "",
        file -> {
          long size = file.size();
          for (int at = file.path().lastIndexOf('/');
              at > 0 && size > 0;
              at = file.path().lastIndexOf('/', at - 1)) {
            sizes.bytes.merge(file.path().substring(0, at), size, Long::sum);
          }
          return true;
        });
    return sizes;
  }

  /// 0 for an empty one, and for all while nobody has counted.
  long of(String path) {
    return bytes.getOrDefault(path, 0L);
  }
}
