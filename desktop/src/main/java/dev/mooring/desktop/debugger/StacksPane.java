package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.GoroutineGroup;
import dev.mooring.debug.inspect.Goroutines;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The goroutines, those at one place together, and the calls of one.
final class StacksPane extends SplitPane {
  private static final double LINE = 22;

  private final StacksViewModel model;
  private final Label goroutinesTitle = Controls.label("", Tokens.SECTION_TITLE);
  private final Label stackTitle = Controls.label("", Tokens.SECTION_TITLE);
  private final ListView<GoroutineGroup> groups = list("debugger-goroutines");
  private final ListView<Frame> frames = list("debugger-stack");
  private boolean filling;

  StacksPane(StacksViewModel model) {
    this.model = model;
    setOrientation(Orientation.VERTICAL);
    groups.setCellFactory(view -> new Words<>(StacksPane::words, StacksPane::tip));
    frames.setCellFactory(view -> new Words<>(StacksPane::words, StacksPane::tip));
    groups.setPlaceholder(Controls.text(Messages.of("goroutines-at-stop"), Tokens.SECONDARY));
    frames.setPlaceholder(Controls.text(Messages.of("stack-at-stop"), Tokens.SECONDARY));
    groups.setAccessibleText(Messages.of("goroutines"));
    frames.setAccessibleText(Messages.of("call-stack"));
    Button list =
        Controls.icon(Feather.REFRESH_CW, Messages.of("list-goroutines-again"), model::list);
    list.setId("debugger-list");
    list.disableProperty().bind(model.listing());
    getItems()
        .addAll(pane(goroutinesTitle, groups, list), pane(stackTitle, frames, Controls.spacer()));
    setDividerPositions(0.45);
    groups
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null && !filling) {
                model.show(now);
              }
            });
    frames
        .getSelectionModel()
        .selectedIndexProperty()
        .addListener(
            (p, before, now) -> {
              if (!filling) {
                model.choose(now.intValue());
              }
            });
    model.goroutines().subscribe(this::show);
    model.frames().addListener((ListChangeListener<Frame>) change -> showFrames());
    model.frame().subscribe(now -> select(now.intValue()));
    showFrames();
  }

  private static <T> ListView<T> list(String id) {
    ListView<T> list = new ListView<>();
    list.setId(id);
    list.setFixedCellSize(LINE);
    list.getStyleClass().add("dense-list");
    return list;
  }

  private static VBox pane(Label title, Node list, Node more) {
    title.setMinWidth(USE_PREF_SIZE);
    HBox head = new HBox(title, Controls.spacer(), more);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("pane-head");
    VBox pane = new VBox(head, list);
    VBox.setVgrow(list, Priority.ALWAYS);
    return pane;
  }

  private void show(Goroutines now) {
    filling = true;
    groups.getItems().setAll(now.groups());
    filling = false;
    goroutinesTitle.setText(
        now.total() == 0
            ? Messages.of("goroutines")
            : now.more()
                ? Messages.of("at-least-goroutines", now.total())
                : Messages.of("goroutines-of", now.total()));
  }

  private void showFrames() {
    filling = true;
    frames.getItems().setAll(model.frames());
    filling = false;
    boolean running = model.frames().isEmpty();
    if (running) {
      groups.getSelectionModel().clearSelection();
    }
    long of = model.goroutine().get();
    stackTitle.setText(
        of == 0 ? Messages.of("call-stack") : Messages.of("stack-of", String.valueOf(of)));
  }

  private void select(int index) {
    filling = true;
    frames.getSelectionModel().select(index);
    filling = false;
  }

  private static String words(GoroutineGroup group) {
    return Messages.of("group", group.count(), words(group.at()));
  }

  private static String tip(GoroutineGroup group) {
    return Messages.of("group-started", group.at().words(), group.startedBy().words());
  }

  /// "main.(*store).load :32"; the file is in the tooltip.
  private static String words(Frame frame) {
    String function = frame.function().substring(frame.function().lastIndexOf('/') + 1);
    return (function.isEmpty() ? "?" : function) + " :" + frame.line();
  }

  private static String tip(Frame frame) {
    return frame.function() + "\n" + frame.file() + ":" + frame.line();
  }

  /// One line of text; all of it in the tooltip.
  private static final class Words<T> extends ListCell<T> {
    private final Function<T, String> words;
    private final Function<T, String> tip;

    Words(Function<T, String> words, Function<T, String> tip) {
      this.words = words;
      this.tip = tip;
      // Cut in the row, never wider than the list.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable T item, boolean empty) {
      super.updateItem(item, empty);
      setText(item == null ? "" : words.apply(item));
      setTooltip(item == null ? null : new Tooltip(tip.apply(item)));
    }
  }
}
