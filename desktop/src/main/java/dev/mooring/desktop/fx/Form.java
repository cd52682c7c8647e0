package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Labelled fields over each other, and buttons below; the body of cards and panes that ask.
public final class Form extends VBox {
  private final Label refusal = Controls.text("", Tone.DANGER.words());

  public Form(String title) {
    super(12);
    Controls.show(refusal, false);
    getChildren().add(Controls.label(title, Tokens.SECTION_TITLE));
  }

  /// @param hint under the field; empty for none
  public Form field(String label, Region field, String hint) {
    Label name = Controls.label(label, Tokens.SECONDARY);
    name.setLabelFor(field);
    field.setMaxWidth(Double.MAX_VALUE);
    field.setAccessibleText(label);
    VBox box = new VBox(4, name, field);
    if (!hint.isEmpty()) {
      box.getChildren().add(Controls.text(hint, Tokens.SECONDARY));
    }
    getChildren().add(box);
    return this;
  }

  public Form add(Node node) {
    getChildren().add(node);
    return this;
  }

  /// Says what is wrong with what was entered; the form stays open.
  public void refuse(Problem problem) {
    refusal.setText(problem.what() + ": " + problem.why() + ". " + problem.whatToDo() + ".");
    Controls.show(refusal, true);
  }

  /// The last one is what Enter does.
  public Form buttons(Button... buttons) {
    getChildren().add(refusal);
    HBox line = new HBox(Tokens.GAP, buttons);
    line.setAlignment(Pos.CENTER_RIGHT);
    buttons[buttons.length - 1].setDefaultButton(true);
    getChildren().add(line);
    return this;
  }
}
