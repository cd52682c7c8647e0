package dev.mooring.desktop.pod;

import dev.mooring.workload.ImageChange;

/// Another image of a workload, in words for window and terminal.
public final class ImageChangeWords {
  private ImageChangeWords() {}

  public static String question(ImageChange change) {
    return Messages.of("set-the-image-of", change.target().words());
  }

  public static String change(ImageChange change) {
    return Messages.of("container-from-to", change.container(), change.before(), change.after());
  }

  /// What restarts.
  public static String restarts(ImageChange change) {
    return switch (change.rollout()) {
      case ROLLING -> Messages.count("pods-are-replaced", change.pods());
      case ALL_AT_ONCE -> Messages.count("pods-stop-first", change.pods());
      case ON_DELETE -> Messages.of("pods-stay-until-deleted");
    };
  }

  public static String done(ImageChange change) {
    return Messages.of("image-is-set", change.target().words(), change.container(), change.after());
  }
}
