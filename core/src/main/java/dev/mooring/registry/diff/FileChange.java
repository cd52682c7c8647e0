package dev.mooring.registry.diff;

import dev.mooring.registry.layer.LayerEntry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A path that two images have otherwise.
///
/// @param path from the root, without a slash in front; its own text, which may hold control
/// characters
/// @param from what the first image has there, where that is known
/// @param to the same for the second
/// @param aspects in what both differ; empty unless it is CHANGED
/// @param lines how the text changed, as a unified diff without its head; empty where it is no
/// text, is large, or nobody asked
public record FileChange(
    Kind kind,
    String path,
    Optional<LayerEntry> from,
    Optional<LayerEntry> to,
    Set<Aspect> aspects,
    List<String> lines) {
  public FileChange {
    aspects = Set.copyOf(aspects);
    lines = List.copyOf(lines);
  }

  /// What happened to a path.
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED,
    /// Only layers of the first image write it. Whether the second has it from a layer that both
    /// share was not read.
    WRITTEN_BY_FIRST,
    /// The same for the second.
    WRITTEN_BY_SECOND
  }

  /// In what something differs.
  public enum Aspect {
    KIND,
    CONTENT,
    /// Both are of the same size, but are in a layer that was not read.
    CONTENT_UNREAD,
    MODE,
    OWNER,
    LINK,
    /// Extended ones, such as the capabilities of a program.
    ATTRIBUTES,
    /// Strict mode only.
    TIME
  }

  FileChange with(List<String> diff) {
    return new FileChange(kind, path, from, to, aspects, diff);
  }
}
