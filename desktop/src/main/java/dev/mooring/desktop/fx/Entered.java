package dev.mooring.desktop.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Toggle;

/// What the fields of a form hold.
final class Entered {
  private Entered() {}

  static List<Object> in(Node node) {
    List<Object> values = new ArrayList<>();
    collect(node, values);
    return values;
  }

  private static void collect(Node node, List<Object> values) {
    switch (node) {
      case TextInputControl field -> values.add(Objects.requireNonNullElse(field.getText(), ""));
      case CheckBox box -> values.add(box.isSelected());
      case ComboBoxBase<?> box -> values.add(String.valueOf(box.getValue()));
      case ChoiceBox<?> box -> values.add(String.valueOf(box.getValue()));
      case ScrollPane pane when pane.getContent() != null -> collect(pane.getContent(), values);
      case TitledPane pane when pane.getContent() != null -> collect(pane.getContent(), values);
      // What a control is made of comes and goes with its skin.
      case Control control -> {
        if (control instanceof Toggle toggle) {
          values.add(toggle.isSelected());
        }
      }
      case Parent parent ->
          parent.getChildrenUnmodifiable().forEach(child -> collect(child, values));
      default -> {}
    }
  }
}
