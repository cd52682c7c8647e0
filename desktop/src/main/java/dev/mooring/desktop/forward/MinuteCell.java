package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Sparkline;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TreeTableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The last minute's traffic, as a line and as a number.
final class MinuteCell extends TreeTableCell<ForwardRow, MinuteCell.Minute> {
  private final Sparkline line = new Sparkline(60, 56, 18);
  private final Label words = Controls.label("", Tokens.SECONDARY);
  private final HBox box = new HBox(Tokens.GAP, line, words);

  /// @param rates empty for a group: its lines show the shape
  record Minute(List<Long> rates, long rate, boolean started) {
    static Minute of(ForwardRow row) {
      return switch (row) {
        case ForwardRow.Forward forward ->
            new Minute(forward.status().rates(), forward.status().rate(), !forward.stopped());
        case ForwardRow.Group group ->
            new Minute(List.of(), group.totals().rate(), group.totals().started() > 0);
      };
    }

    String words() {
      return started && rate > 0 ? Messages.of("per-second", Words.size(rate)) : "";
    }
  }

  MinuteCell() {
    words.setMaxWidth(Double.MAX_VALUE);
    words.setMinWidth(Region.USE_PREF_SIZE);
    words.setAlignment(Pos.CENTER_RIGHT);
    HBox.setHgrow(words, Priority.ALWAYS);
    box.setAlignment(Pos.CENTER_LEFT);
  }

  @Override
  protected void updateItem(@Nullable Minute item, boolean empty) {
    super.updateItem(item, empty);
    boolean nothing = empty || item == null || !item.started();
    setGraphic(nothing ? null : box);
    if (item != null && !nothing) {
      line.show(item.rates());
      line.setVisible(!item.rates().isEmpty());
      words.setText(item.words());
      setAccessibleText(item.words().isEmpty() ? Messages.of("no-traffic") : item.words());
    }
  }
}
