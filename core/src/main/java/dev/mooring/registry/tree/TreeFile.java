package dev.mooring.registry.tree;

import dev.mooring.registry.layer.LayerEntry;
import org.jspecify.annotations.Nullable;

/// A file, directory, or link of a merged tree, as it was when it was asked for. Texts are the
/// image's own, bounded, and may hold control characters.
///
/// @param path from the root, without a slash in front; the root itself is empty
/// @param version what put it there, and what that replaced
/// @param content the file whose bytes it has: itself, or for a hard link the file that the path
/// was linked to, which may have been replaced since; null for everything else
public record TreeFile(String path, Version version, @Nullable Version content) {

  public LayerEntry.Kind kind() {
    return version.entry().kind();
  }

  public boolean isDirectory() {
    return version.isDirectory();
  }

  /// Bytes of its content; 0 for what has none.
  public long size() {
    return content == null ? 0 : content.entry().size();
  }

  /// The last part of its path.
  public String name() {
    return Paths.name(path);
  }
}
