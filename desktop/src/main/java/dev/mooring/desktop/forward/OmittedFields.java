package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Lines about fields that an import or export could not carry over; nothing where there are none.
final class OmittedFields extends VBox {
  private static final double MOST = 96;

  private final Label lines = Controls.text("", Tokens.CODE);

  OmittedFields(String title) {
    super(4);
    lines.setMaxWidth(Double.MAX_VALUE);
    LowScroll scroll = new LowScroll(lines, MOST, MOST);
    scroll.setAccessibleText(title);
    getChildren().addAll(Controls.label(title, Tokens.SECONDARY), scroll);
    Controls.show(this, false);
  }

  void show(List<String> all) {
    lines.setText(String.join("\n", all));
    Controls.show(this, !all.isEmpty());
  }
}
