package dev.mooring.desktop.debugger;

import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;

/// The value of what the mouse rests on.
final class Hover {
  private static final Duration REST = Duration.millis(350);
  private static final double AWAY = 16;
  private static final double WIDEST = 480;

  private final VariablesViewModel model;
  private final Node over;
  private final PauseTransition rest = new PauseTransition(REST);
  private final Tooltip shown = new Tooltip();
  private String expression = "";
  private double x;
  private double y;

  Hover(VariablesViewModel model, Node over) {
    this.model = model;
    this.over = over;
    shown.setWrapText(true);
    shown.setMaxWidth(WIDEST);
    rest.setOnFinished(event -> ask());
  }

  void over(String next, MouseEvent event) {
    x = event.getScreenX();
    y = event.getScreenY();
    if (!next.equals(expression)) {
      out();
      expression = next;
      if (!next.isEmpty()) {
        rest.playFromStart();
      }
    }
  }

  void out() {
    rest.stop();
    shown.hide();
    expression = "";
  }

  private void ask() {
    String asked = expression;
    model.hover(
        asked,
        words -> {
          if (asked.equals(expression) && over.getScene() != null) {
            shown.setText(words);
            shown.show(over, x + AWAY, y + AWAY);
          }
        });
  }
}
