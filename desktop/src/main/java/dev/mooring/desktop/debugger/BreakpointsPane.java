package dev.mooring.desktop.debugger;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.stream.Stream;
import javafx.collections.ListChangeListener;
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

/// The breakpoints and logpoints, and fields for another one: with a message it's a logpoint.
final class BreakpointsPane extends VBox {
  private static final double LINE = 26;

  private final BreakpointsViewModel breakpoints;
  private final LogpointsViewModel logpoints;
  private final ListView<Spot> list = new ListView<>();
  private final TextField place = field("debugger-place", Messages.of("place"));
  private final TextField condition = field("debugger-condition", Messages.of("condition"));
  private final TextField message =
      field("debugger-message", Messages.of("log-message", "id is {id}"));
  private final Label refusal = Controls.text("", Tone.DANGER.words());

  BreakpointsPane(DebuggerViewModel debugger) {
    this.breakpoints = debugger.breakpoints();
    this.logpoints = debugger.logpoints();
    list.setId("debugger-breakpoints");
    list.setAccessibleText(Messages.of("breakpoints"));
    list.setFixedCellSize(LINE);
    list.getStyleClass().add("dense-list");
    list.setPlaceholder(Controls.text(Messages.of("no-breakpoints"), Tokens.SECONDARY));
    list.setCellFactory(view -> new Row());
    list.setOnKeyPressed(
        event -> {
          Spot selected = list.getSelectionModel().getSelectedItem();
          if (event.getCode() == KeyCode.DELETE && selected != null) {
            remove(selected);
          }
        });
    setVgrow(list, Priority.ALWAYS);
    Button add = Controls.button(Messages.of("add"), this::add);
    add.setId("debugger-add");
    add.disableProperty().bind(place.textProperty().map(String::isBlank));
    for (TextField each : List.of(place, condition, message)) {
      each.setOnAction(event -> add());
    }
    Label title = Controls.label(Messages.of("breakpoints"), Tokens.SECTION_TITLE);
    title.setMinWidth(USE_PREF_SIZE);
    HBox head = new HBox(Tokens.GAP, title, place, condition, message, add);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("pane-head");
    refusal.getStyleClass().add("pane-words");
    Controls.show(refusal, false);
    getChildren().addAll(head, refusal, list);
    ListChangeListener<Object> changed = change -> show();
    breakpoints.all().addListener(changed);
    logpoints.all().addListener(changed);
    show();
  }

  private static TextField field(String id, String words) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(words);
    field.setAccessibleText(words);
    field.setTooltip(new Tooltip(words));
    field.setPrefColumnCount(8);
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  /// Delve lists a logpoint among the breakpoints.
  private void show() {
    List<Spot> now =
        Stream.<Spot>concat(
                breakpoints.all().stream()
                    .filter(each -> !logpoints.at(each.file(), each.line()))
                    .map(Spot.Stops::new),
                logpoints.all().stream().map(Spot.Logs::new))
            .toList();
    list.getItems().setAll(now);
  }

  private void add() {
    if (place.getText().isBlank()) {
      return;
    }
    if (message.getText().isBlank()) {
      breakpoints.add(place.getText(), condition.getText(), this::added, this::refuse);
    } else {
      logpoints.add(
          place.getText(), message.getText(), condition.getText(), this::added, this::refuse);
    }
  }

  private void added() {
    place.clear();
    condition.clear();
    message.clear();
    Controls.show(refusal, false);
  }

  private void refuse(Problem why) {
    refusal.setText(
        ProblemPane.sentence(why.why()) + " " + ProblemPane.sentence(why.remedy().words()));
    Controls.show(refusal, true);
  }

  private void remove(Spot spot) {
    switch (spot) {
      case Spot.Stops stops -> breakpoints.remove(stops.breakpoint());
      case Spot.Logs logs -> logpoints.remove(logs.point());
    }
  }

  private final class Row extends ListCell<Spot> {
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
      Spot of = getItem();
      if (of != null) {
        BreakpointsPane.this.remove(of);
      }
    }

    @Override
    protected void updateItem(@Nullable Spot item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(item == null ? null : line);
      if (item == null) {
        setTooltip(null);
        setAccessibleText("");
        return;
      }
      words.setText(item.words());
      rest.setText(item.rest());
      setTooltip(new Tooltip(item.file() + ":" + item.line() + "\n" + item.rest()));
      setAccessibleText(words.getText() + ", " + rest.getText());
    }
  }
}
