package dev.mooring.desktop.registry.image;

import dev.mooring.document.Printable;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.tree.HiddenFile;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeFile;
import dev.mooring.registry.tree.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line in a list of files.
///
/// @param path as the image has it, which may hold control characters
/// @param kind what it is
/// @param size bytes of its content; of a directory 0
/// @param layer which one has its content, from 1
/// @param other which layer's it replaced, or for a hidden file which layer hides it; 0 for none
/// @param hidden whether no path of the image shows it
/// @param link where a symbolic link leads; empty for everything else
/// @param content whose bytes it has; null for what has none
record FileRow(
    String path,
    LayerEntry.Kind kind,
    long size,
    int layer,
    int other,
    boolean hidden,
    String link,
    @Nullable Version content) {

  static FileRow of(TreeFile file) {
    Version version = file.version();
    Version replaced = version.replaced();
    return new FileRow(
        file.path(),
        file.kind(),
        file.size(),
        version.layer() + 1,
        replaced == null || file.isDirectory() ? 0 : replaced.layer() + 1,
        false,
        version.entry().kind() == LayerEntry.Kind.SYMBOLIC_LINK ? version.entry().link() : "",
        file.content());
  }

  static FileRow of(HiddenFile file) {
    return new FileRow(
        file.file().entry().path(),
        file.file().entry().kind(),
        file.size(),
        file.file().layer() + 1,
        file.by() + 1,
        true,
        "",
        file.file());
  }

  /// What is in directories, by their paths, in the order of names.
  static Map<String, List<FileRow>> in(ImageTree tree, List<String> directories) {
    Map<String, List<FileRow>> rows = new HashMap<>();
    for (String path : directories) {
      rows.put(path, tree.children(path).stream().map(FileRow::of).toList());
    }
    return rows;
  }

  boolean isDirectory() {
    return kind == LayerEntry.Kind.DIRECTORY;
  }

  /// The last part of its path, as it can be shown.
  String name() {
    return Printable.marked(path.substring(path.lastIndexOf('/') + 1));
  }

  /// From the root, as it can be shown.
  String shown() {
    return Printable.marked("/" + path);
  }

  /// "3", or "1 -> 3" where a layer's file took the place of another one's.
  String layers() {
    if (other == 0) {
      return String.valueOf(layer);
    }
    return hidden ? Messages.of("from-to", layer, other) : Messages.of("from-to", other, layer);
  }

  /// The same in a sentence.
  String origin() {
    if (hidden) {
      return Messages.of("hidden-by", layer, other);
    }
    return other == 0 ? Messages.of("put-by", layer) : Messages.of("replaced-by", layer, other);
  }
}
