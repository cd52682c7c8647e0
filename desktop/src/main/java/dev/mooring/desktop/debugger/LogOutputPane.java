package dev.mooring.desktop.debugger;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.theme.Tokens;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What the logpoints write. The newest line stays in view unless somebody has selected one.
final class LogOutputPane extends VBox {
  private static final double LINE = 20;

  LogOutputPane(LogpointsViewModel model) {
    ListView<String> list = new ListView<>(model.lines());
    list.setId("debugger-output");
    list.setAccessibleText(Messages.of("log-output"));
    list.setFixedCellSize(LINE);
    list.getStyleClass().addAll("dense-list", Tokens.MONO);
    list.setPlaceholder(Controls.text(Messages.of("no-output"), Tokens.SECONDARY));
    list.setCellFactory(view -> new Line());
    setVgrow(list, Priority.ALWAYS);
    Button clear = Controls.icon(Feather.SLASH, Messages.of("clear-output"), model::clearLines);
    clear.setId("debugger-clear");
    HBox head =
        new HBox(
            Controls.label(Messages.of("log-output"), Tokens.SECTION_TITLE),
            Controls.spacer(),
            clear);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("pane-head");
    getChildren().addAll(head, list);
    FxThread ui = new FxThread();
    model
        .lines()
        .addListener(
            (ListChangeListener<String>)
                // The list itself hears of them after this.
                change -> ui.later(() -> follow(list)));
  }

  private static void follow(ListView<String> list) {
    // Scrolling to the last item would stop short of it: the flow knows its new length only later.
    if (list.getSelectionModel().isEmpty()
        && list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
      list.layout();
      flow.layout();
      flow.setPosition(1);
    }
  }

  private static final class Line extends ListCell<String> {
    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      setText(item);
    }
  }
}
