package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Something that happened to a forward, and when.
final class EventCell extends ListCell<ForwardEvent> {
  /// Time, dot, gaps and scroll bar.
  private static final double REST = 116;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final Label time = Controls.label("", Tokens.SECONDARY);
  private final Region dot = new Region();
  private final Label words = Controls.text("");
  private final HBox box;

  EventCell(ListView<ForwardEvent> list) {
    time.setMinWidth(Region.USE_PREF_SIZE);
    StackPane mark = new StackPane(dot);
    mark.setMinSize(8, 18);
    mark.setMaxHeight(18);
    // Wraps at the list's edge; what is as high as that needs the width beforehand.
    words.prefWidthProperty().bind(list.widthProperty().subtract(REST));
    box = new HBox(Tokens.GAP, time, mark, words);
  }

  @Override
  protected void updateItem(@Nullable ForwardEvent item, boolean empty) {
    super.updateItem(item, empty);
    setGraphic(empty || item == null ? null : box);
    if (item != null && !empty) {
      time.setText(TIME.format(item.at()));
      words.setText(item.words());
      Controls.style(dot, Tokens.DOT, tone(item.kind()).style());
      setAccessibleText(DAY_AND_TIME.format(item.at()) + " " + item.words());
    }
  }

  private static Tone tone(ForwardEvent.Kind kind) {
    return switch (kind) {
      case STARTED -> Tone.ACCENT;
      case SERVING, BACK -> Tone.SUCCESS;
      case WAITING, LOST, CONNECTION_FAILED -> Tone.WARNING;
      case FAILED -> Tone.DANGER;
      case STOPPED, SWITCHED, NOTED -> Tone.MUTED;
    };
  }
}
