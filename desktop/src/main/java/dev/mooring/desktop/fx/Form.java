package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Labelled fields over each other, and buttons below; the body of cards and panes that ask.
public final class Form extends VBox implements Dirty {
  private final Label refusal = Controls.text("", Tone.DANGER.words());

  /// What the fields held before the user's first key or click; null until then.
  private @Nullable List<Object> untouched;

  /// What they held when that was refused; null where nothing is.
  private @Nullable List<Object> refused;

  public Form(String title) {
    super(12);
    watch();
    Controls.show(refusal, false);
    getChildren().add(Controls.label(title, Tokens.SECTION_TITLE));
  }

  /// Fields alone, as a part of another form.
  public Form() {
    super(12);
    watch();
  }

  private void watch() {
    addEventFilter(
        InputEvent.ANY,
        event -> {
          boolean enters =
              event.getEventType() == KeyEvent.KEY_PRESSED
                  || event.getEventType() == MouseEvent.MOUSE_PRESSED;
          if (enters && untouched == null) {
            untouched = Entered.in(this);
          }
          boolean entered =
              event.getEventType() == KeyEvent.KEY_RELEASED
                  || event.getEventType() == MouseEvent.MOUSE_RELEASED;
          if (entered && refused != null && !refused.equals(Entered.in(this))) {
            accept();
          }
        });
  }

  @Override
  public boolean isDirty() {
    return untouched != null && !untouched.equals(Entered.in(this));
  }

  /// @param hint under the field; empty for none
  public Form field(String label, Region field, String hint) {
    VBox box = labelled(label, field);
    if (!hint.isEmpty()) {
      box.getChildren().add(Controls.text(hint, Tokens.SECONDARY));
    }
    getChildren().add(box);
    return this;
  }

  /// Two short fields beside each other.
  public Form fields(String left, Region leftField, String right, Region rightField) {
    HBox line = new HBox(12, labelled(left, leftField), labelled(right, rightField));
    for (Node each : line.getChildren()) {
      HBox.setHgrow(each, Priority.ALWAYS);
      ((Region) each).setPrefWidth(0);
    }
    getChildren().add(line);
    return this;
  }

  private static VBox labelled(String label, Region field) {
    Label name = Controls.label(label, Tokens.SECONDARY);
    name.setLabelFor(field);
    field.setMaxWidth(Double.MAX_VALUE);
    field.setAccessibleText(label);
    return new VBox(4, name, field);
  }

  public Form add(Node node) {
    getChildren().add(node);
    return this;
  }

  /// Says what is wrong with what was entered; the form stays open.
  public void refuse(Problem problem) {
    refusal.setText(problem.what() + ": " + problem.why() + ". " + problem.remedy().words() + ".");
    refused = Entered.in(this);
    Controls.show(refusal, true);
  }

  /// Takes back what was refused: it is right now, or something else was entered.
  public void accept() {
    refused = null;
    Controls.show(refusal, false);
  }

  /// The last one is what Enter does.
  public Form buttons(Button... buttons) {
    getChildren().addAll(refusal, line(buttons));
    return this;
  }

  /// The same for a form that scrolls: the buttons, and what was refused, stay in view.
  public Node footer(Button... buttons) {
    VBox footer = new VBox(Tokens.GAP, refusal, line(buttons));
    footer.getStyleClass().add("form-footer");
    return footer;
  }

  private static HBox line(Button... buttons) {
    HBox line = new HBox(Tokens.GAP, buttons);
    line.setAlignment(Pos.CENTER_RIGHT);
    buttons[buttons.length - 1].setDefaultButton(true);
    return line;
  }
}
