package dev.mooring.desktop.pod;

import dev.mooring.deploy.ImageChange;
import java.util.ArrayList;
import java.util.List;

/// Another image of a workload, in words for window and terminal.
public final class ImageChangeWords {
  private ImageChangeWords() {}

  public static String question(ImageChange change) {
    return Messages.of("set-the-image-of", change.target().words());
  }

  public static String change(ImageChange change) {
    return Messages.of("container-from-to", change.container(), change.before(), change.after());
  }

  /// The change, what restarts, and whatever else should be known before.
  public static List<String> lines(ImageChange change) {
    List<String> lines = new ArrayList<>(List.of(change(change), restarts(change)));
    lines.addAll(notes(change));
    return List.copyOf(lines);
  }

  /// Who else may change the workload, and what the cluster said when it tried the change.
  public static List<String> notes(ImageChange change) {
    List<String> notes = new ArrayList<>();
    if (!change.keeper().isEmpty()) {
      notes.add(Messages.of("may-be-put-back-by", change.keeper()));
    }
    change.warnings().forEach(each -> notes.add(Messages.of("cluster-warns", each)));
    return notes;
  }

  /// What restarts.
  public static String restarts(ImageChange change) {
    return switch (change.strategy()) {
      case ROLLING -> Messages.count("pods-are-replaced", change.pods());
      case ALL_AT_ONCE -> Messages.count("pods-stop-first", change.pods());
      case ON_DELETE -> Messages.of("pods-stay-until-deleted");
      case PAUSED -> Messages.of("rollout-is-paused");
    };
  }

  public static String done(ImageChange change) {
    return Messages.of("image-is-set", change.target().words(), change.container(), change.after());
  }
}
