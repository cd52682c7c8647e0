package dev.mooring.desktop.registry;

import dev.mooring.registry.browse.PodUse;
import java.util.ArrayList;
import java.util.List;

/// Pods that use an image, in words for window and terminal.
public final class UseWords {
  private UseWords() {}

  /// "ana/web", and in brackets what it does other than run this reference: "ana/web (can't
  /// start)".
  public static String of(PodUse use) {
    List<String> notes = new ArrayList<>();
    if (!use.isRunning()) {
      notes.add(state(use));
    }
    switch (use.match()) {
      case REFERENCE -> {}
      case NAME -> notes.add(Messages.of("by-name"));
      case CONTENT -> notes.add(Messages.of("same-content"));
    }
    return notes.isEmpty()
        ? use.pod()
        : Messages.of("with-notes", use.pod(), String.join(", ", notes));
  }

  private static String state(PodUse use) {
    return switch (use.state()) {
      case RUNNING -> Messages.of("use-running");
      case MOUNTED -> Messages.of("use-volume");
      case STARTING -> Messages.of("use-starting");
      case CRASHING -> Messages.of("use-crashing");
      case CANNOT_START -> Messages.of("use-cannot-start");
      case FINISHED -> Messages.of("use-finished");
    };
  }
}
