package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Breakpoint;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The breakpoints, and fields for another one.
final class BreakpointsPane extends VBox {
  private static final double LINE = 26;

  private final BreakpointsViewModel model;
  private final ListView<Breakpoint> list;
  private final TextField place = field("debugger-place", "place");
  private final TextField condition = field("debugger-condition", "condition");
  private final Label refusal = Controls.text("", Tone.DANGER.words());

  BreakpointsPane(DebuggerViewModel debugger, Surface surface) {
    this.model = debugger.breakpoints();
    list = new ListView<>(model.all());
    list.setId("debugger-breakpoints");
    list.setAccessibleText(Messages.of("breakpoints"));
    list.setFixedCellSize(LINE);
    list.getStyleClass().add("dense-list");
    list.setPlaceholder(Controls.text(Messages.of("no-breakpoints"), Tokens.SECONDARY));
    list.setCellFactory(view -> new Row());
    list.setOnKeyPressed(
        event -> {
          Breakpoint selected = list.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.DELETE && selected != null) {
            model.remove(selected);
          }
        });
    setVgrow(list, Priority.ALWAYS);
    Button add = Controls.button(Messages.of("add"), this::add);
    add.setId("debugger-add");
    add.disableProperty().bind(place.textProperty().map(String::isBlank));
    place.setOnAction(event -> add());
    condition.setOnAction(event -> add());
    HBox head =
        new HBox(
            Tokens.GAP,
            Controls.label(Messages.of("breakpoints"), Tokens.SECTION_TITLE),
            place,
            condition,
            add);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("pane-head");
    Controls.show(refusal, false);
    getChildren().addAll(head, refusal, list);
  }

  private static TextField field(String id, String key) {
    TextField field = new TextField();
    field.setId(id);
    String words = key.equals("place") ? Messages.of("place") : Messages.of("condition");
    field.setPromptText(words);
    field.setAccessibleText(words);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  private void add() {
    if (!place.getText().isBlank()) {
      model.add(
          place.getText(),
          condition.getText(),
          () -> {
            place.clear();
            condition.clear();
            Controls.show(refusal, false);
          },
          this::refuse);
    }
  }

  private void refuse(Problem why) {
    refusal.setText(
        ProblemPane.sentence(why.why()) + " " + ProblemPane.sentence(why.remedy().words()));
    Controls.show(refusal, true);
  }

  private final class Row extends ListCell<Breakpoint> {
    private final Label words = Controls.label("");
    private final Label rest = Controls.label("", Tokens.SECONDARY);
    private final Button remove =
        Controls.icon(Feather.X, Messages.of("remove-breakpoint"), this::remove);
    private final HBox line = new HBox(Tokens.GAP, words, rest, Controls.spacer(), remove);

    Row() {
      setPrefWidth(0);
      line.setAlignment(Pos.CENTER_LEFT);
      words.setMinWidth(USE_PREF_SIZE);
      rest.setMinWidth(0);
    }

    private void remove() {
      Breakpoint of = getItem();
      if (of != null) {
        model.remove(of);
      }
    }

    @Override
    protected void updateItem(@Nullable Breakpoint item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(item == null ? null : line);
      if (item == null) {
        setTooltip(null);
        setAccessibleText("");
        return;
      }
      words.setText(item.file().substring(item.file().lastIndexOf('/') + 1) + ":" + item.line());
      rest.setText(
          item.condition().isEmpty()
              ? Messages.of("hits", item.function(), item.hits())
              : Messages.of("hits-if", item.function(), item.hits(), item.condition()));
      setTooltip(new Tooltip(item.file() + ":" + item.line()));
      setAccessibleText(words.getText() + ", " + rest.getText());
    }
  }
}
