package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Printable;
import dev.mooring.registry.tree.BuildStep;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.layout.VBox;

/// A step of a build: its lines of a Dockerfile, and what is known of it besides.
public final class StepBox extends VBox {
  /// Characters of a step that are shown.
  private static final int LONGEST = 2_000;

  public StepBox(BuildStep step, List<String> facts) {
    String words = words(step);
    getChildren()
        .add(
            words.isEmpty()
                ? Controls.text(Messages.of("not-recorded"), Tokens.SECONDARY)
                : Controls.text(Printable.cut(words, LONGEST), Tokens.MONO));
    if (!facts.isEmpty()) {
      getChildren().add(Controls.text(String.join(" · ", facts), Tokens.SECONDARY));
    }
  }

  static String words(BuildStep step) {
    return step.lines().stream()
        .map(each -> Printable.marked(each.replace("\t", "    ")))
        .collect(Collectors.joining("\n"));
  }
}
