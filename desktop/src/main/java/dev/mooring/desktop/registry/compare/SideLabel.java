package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/// Which image stands on one side.
final class SideLabel extends VBox {
  private final Label name = Controls.label("", Tokens.MONO);
  private final Label facts = Controls.label("", Tokens.SECONDARY);
  private final Tooltip whole = new Tooltip();

  SideLabel(String id) {
    super(2);
    setId(id);
    setPrefWidth(0);
    name.setMinWidth(0);
    // The tag is at the end.
    name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    name.setTooltip(whole);
    facts.setMinWidth(0);
    getChildren().setAll(name, facts);
  }

  /// While no more is known.
  void name(String text) {
    name.setText(text);
    whole.setText(text);
    facts.setText("");
  }

  void show(Comparison.Shown image) {
    name(image.name());
    whole.setText(image.name() + "\n" + image.digest());
    facts.setText(image.chosen().named().digest().brief() + " · " + Words.size(image.size()));
  }
}
