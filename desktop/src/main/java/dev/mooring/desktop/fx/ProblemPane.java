package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A problem: what, why, what to do, and the ways on.
public final class ProblemPane extends VBox {

  /// @param ways buttons between those of the remedy and Copy details
  public ProblemPane(Problem problem, Surface surface, Button... ways) {
    super(12);
    getStyleClass().addAll(Tokens.CARD, "problem-face");
    setMaxWidth(640);
    VBox words = new VBox(4);
    words
        .getChildren()
        .addAll(
            Controls.text(problem.what(), Tokens.SECTION_TITLE),
            Controls.text(sentence(problem.why())),
            Controls.text(sentence(problem.remedy().words())));
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox head = new HBox(12, Controls.picture(Feather.ALERT_CIRCLE, Tone.DANGER), words);
    // In a narrow pane they take several lines.
    FlowPane buttons = new FlowPane(Tokens.GAP, Tokens.GAP);
    buttons.getChildren().addAll(RemedyButtons.of(problem.remedy(), surface));
    buttons.getChildren().addAll(ways);
    buttons
        .getChildren()
        .add(
            Controls.button(
                Messages.of("copy-details"),
                () -> surface.copy(details(problem), Messages.of("the-details"))));
    buttons.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(head, buttons);
  }

  /// What goes into a bug report.
  public static String details(Problem problem) {
    return Messages.of(
        "why-what-to-do-code",
        problem.what(),
        problem.why(),
        problem.whatToDo(),
        problem.code().id(),
        problem.detail().isEmpty() ? "" : "\n\n" + problem.detail());
  }

  /// Problems are written as parts of a sentence; on screen they stand alone.
  public static String sentence(String text) {
    if (text.isEmpty()) {
      return text;
    }
    // Addresses and names of images are written as they are: "https://10.255.0.1", "svc/hello".
    String first =
        text.matches("(?s)\\S*[:/@]\\S.*")
            ? text
            : text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1);
    return first.matches("(?s).*[.:?!]$") ? first : first + ".";
  }
}
