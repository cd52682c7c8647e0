package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.HttpRequest;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A request in two lines: what was asked, and what came of it.
final class RequestCell extends ListCell<HttpRequest> {
  /// Dot, gaps and scroll bar.
  private static final double REST = 60;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final Label asked = Controls.label("", Tokens.MONO);
  private final Label came = Controls.label("", Tokens.SECONDARY);
  private final Region dot = new Region();
  private final Tooltip whole = new Tooltip();
  private final HBox box;

  RequestCell(ListView<HttpRequest> list) {
    StackPane mark = new StackPane(dot);
    mark.setMinSize(8, 18);
    mark.setMaxHeight(18);
    asked.maxWidthProperty().bind(list.widthProperty().subtract(REST));
    box = new HBox(Tokens.GAP, mark, new VBox(asked, came));
    box.setAlignment(Pos.TOP_LEFT);
  }

  @Override
  protected void updateItem(@Nullable HttpRequest item, boolean empty) {
    super.updateItem(item, empty);
    setGraphic(empty || item == null ? null : box);
    setTooltip(empty || item == null ? null : whole);
    if (item != null && !empty) {
      String line = item.method() + " " + item.path();
      asked.setText(line);
      whole.setText(line);
      came.setText(
          Messages.of(
              "request-line",
              item.status() == 0 ? Messages.of("request-cut") : String.valueOf(item.status()),
              item.took().toMillis(),
              Words.size(item.size()),
              TIME.format(item.at())));
      Controls.style(dot, Tokens.DOT, tone(item.status()).style());
      setAccessibleText(line + ", " + came.getText());
    }
  }

  private static Tone tone(int status) {
    if (status == 0 || status >= 500) {
      return Tone.DANGER;
    }
    return status >= 400 ? Tone.WARNING : Tone.SUCCESS;
  }
}
