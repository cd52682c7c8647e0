package dev.mooring.desktop.registry.compare;

import dev.mooring.registry.Platform;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.Question;
import dev.mooring.registry.tree.ChosenImage;
import java.util.List;

/// Two images that were compared.
///
/// @param transferred bytes of blobs that were downloaded for it
record Comparison(
    Shown from,
    Shown to,
    Question question,
    ImageDifference difference,
    List<DifferenceRow> groups,
    long transferred) {

  Comparison {
    groups = List.copyOf(groups);
  }

  /// @param name as people know it
  record Shown(String name, ChosenImage chosen) {
    String digest() {
      return chosen.named().digest().text();
    }

    long size() {
      return chosen.image().layers().stream().mapToLong(each -> each.size()).sum();
    }
  }

  boolean isStrict() {
    return question.mode() == Question.Mode.STRICT;
  }

  /// Platforms of which both can be compared; none where there is nothing to choose.
  List<Platform> platforms() {
    List<Platform> first = from.chosen().platforms();
    List<Platform> second = to.chosen().platforms();
    if (first.isEmpty() || second.isEmpty()) {
      return List.of();
    }
    return first.stream().filter(second::contains).toList();
  }

  /// Whether more of what both share would tell more.
  boolean isOpen() {
    return difference.unread() > 0
        && (!difference.notes().isEmpty()
            || difference.files().stream().anyMatch(Comparison::isOpen));
  }

  private static boolean isOpen(FileChange each) {
    return each.kind() == FileChange.Kind.WRITTEN_BY_FIRST
        || each.kind() == FileChange.Kind.WRITTEN_BY_SECOND
        || each.aspects().contains(FileChange.Aspect.CONTENT_UNREAD);
  }
}
