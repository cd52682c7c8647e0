package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.problem.Problem;
import dev.mooring.registry.browse.PodUse;
import dev.mooring.registry.browse.UseState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// What pods do with an image, in a few words: what runs apart from what can't start, and apart
/// from what runs the same content under another name.
final class Badges {
  private Badges() {}

  private record Badge(Tone tone, String words, String detail) {}

  /// "2 pods · 1 pod can't start".
  static String words(TagRow row) {
    List<Badge> badges = badges(row);
    return badges.isEmpty()
        ? TagsTable.otherwise(row)
        : badges.stream().map(Badge::words).collect(Collectors.joining(" · "));
  }

  /// Nothing where its words are enough.
  static @Nullable Node of(TagRow row) {
    List<Badge> badges = badges(row);
    if (badges.isEmpty()) {
      return null;
    }
    List<Label> labels = new ArrayList<>();
    for (Badge each : badges) {
      Label label = Controls.badge(each.tone(), each.words());
      label.setTooltip(new Tooltip(each.detail()));
      labels.add(label);
    }
    return new BadgeRow(labels);
  }

  private static List<Badge> badges(TagRow row) {
    List<Badge> badges = new ArrayList<>();
    Problem odd = row.problem();
    if (odd != null) {
      badges.add(
          new Badge(
              Tone.WARNING,
              row.isValid() ? Messages.of("incomplete") : Messages.of("invalid"),
              odd.what() + "\n" + odd.why() + "\n" + odd.whatToDo()));
    }
    Map<UseState, List<PodUse>> byState = new EnumMap<>(UseState.class);
    List<PodUse> elsewhere = new ArrayList<>();
    for (PodUse use : row.uses()) {
      if (use.match() == PodUse.Match.CONTENT) {
        elsewhere.add(use);
      } else {
        byState.computeIfAbsent(use.state(), ignored -> new ArrayList<>()).add(use);
      }
    }
    byState.forEach((state, uses) -> badges.add(badge(state, uses)));
    if (!elsewhere.isEmpty()) {
      badges.add(
          new Badge(
              Tone.MUTED, Messages.count("pods-same-content", elsewhere.size()), pods(elsewhere)));
    }
    return badges;
  }

  private static Badge badge(UseState state, List<PodUse> uses) {
    int pods = uses.size();
    return switch (state) {
      case RUNNING -> new Badge(Tone.SUCCESS, Messages.count("pods", pods), pods(uses));
      case MOUNTED -> new Badge(Tone.SUCCESS, Messages.count("pods-mount", pods), pods(uses));
      case STARTING -> new Badge(Tone.MUTED, Messages.count("pods-starting", pods), pods(uses));
      case CRASHING -> new Badge(Tone.WARNING, Messages.count("pods-crashing", pods), pods(uses));
      case CANNOT_START ->
          new Badge(Tone.DANGER, Messages.count("pods-cannot-start", pods), pods(uses));
      case FINISHED -> new Badge(Tone.MUTED, Messages.count("pods-finished", pods), pods(uses));
    };
  }

  private static String pods(List<PodUse> uses) {
    return uses.stream().map(UseWords::of).collect(Collectors.joining("\n"));
  }
}
