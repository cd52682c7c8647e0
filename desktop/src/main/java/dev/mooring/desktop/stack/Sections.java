package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The headings and lines that this place is made of.
final class Sections {
  private Sections() {}

  /// A heading in this place.
  static Node heading(String text) {
    return Controls.label(text, Tokens.SECTION_TITLE);
  }

  /// A line of this place: what is said at the left, and what can be done at the right.
  static HBox line(Node... nodes) {
    HBox line = new HBox(Tokens.GAP, nodes);
    line.setAlignment(Pos.CENTER_LEFT);
    for (Node each : nodes) {
      if (each instanceof Label label && label.isWrapText()) {
        HBox.setHgrow(label, Priority.SOMETIMES);
      }
    }
    return line;
  }
}
