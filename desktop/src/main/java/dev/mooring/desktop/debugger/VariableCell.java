package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Variable;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// "order = &main.Order {ID: ...}", cut in its line and whole in its tooltip.
final class VariableCell extends TreeCell<VariableRow> {
  private final Label name = Controls.label("", Tokens.MONO, "variable-name");
  private final Label text = Controls.label("", Tokens.MONO);
  private final HBox line = new HBox(4, name, text);

  VariableCell() {
    setPrefWidth(0);
    line.setAlignment(Pos.CENTER_LEFT);
    name.setMinWidth(USE_PREF_SIZE);
    text.setMinWidth(0);
  }

  @Override
  protected void updateItem(@Nullable VariableRow row, boolean empty) {
    super.updateItem(row, empty);
    setText("");
    setGraphic(null);
    setTooltip(null);
    switch (row) {
      case null -> setAccessibleText("");
      case VariableRow.Heading heading -> plain(heading.words());
      case VariableRow.More more -> plain(Messages.of("more-parts", more.left()));
      case VariableRow.Waiting waiting -> plain(Messages.of("reading"));
      case VariableRow.Value value -> show(value.variable(), "");
      case VariableRow.Watched watched -> show(watched.watch().value(), watched.watch().failure());
    }
  }

  private void plain(String words) {
    setText(words);
    setAccessibleText(words);
  }

  private void show(Variable variable, String failure) {
    String value = failure.isEmpty() ? variable.text() : failure;
    name.setText(variable.name());
    text.setText(value.isEmpty() ? "" : "= " + value);
    Controls.style(
        text, "label", Tokens.MONO, failure.isEmpty() ? "variable-text" : Tone.DANGER.words());
    setGraphic(line);
    setAccessibleText(Messages.of("name-is", variable.name(), value));
    Tooltip tip = new Tooltip(variable.type().isEmpty() ? value : variable.type() + "\n" + value);
    tip.setWrapText(true);
    tip.setMaxWidth(480);
    setTooltip(tip);
  }
}
