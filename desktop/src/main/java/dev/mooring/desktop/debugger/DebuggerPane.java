package dev.mooring.desktop.debugger;

import atlantafx.base.theme.Styles;
import dev.mooring.debug.inspect.Frame;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The debugger over a session: what the program does and stands at, and what moves it. Closing it
/// ends the looking, not the session.
public final class DebuggerPane extends BorderPane implements AutoCloseable {
  private static final double LEAST_COLUMN = 160;
  private static final double LEAST_FOOT = 110;

  private final DebuggerViewModel model;
  private final DebuggerActions actions;
  private final CodePane code;
  private final Label title = Controls.label("", Tokens.PAGE_TITLE);
  private final Label place = Controls.label("", Tokens.PAGE_TITLE);
  private final StopBudget budget;
  private final HBox trouble = new HBox(Tokens.GAP);
  private final Label troubleWords = Controls.text("");

  /// @param leave goes back to the workloads
  public DebuggerPane(DebuggerViewModel model, Surface surface, Runnable leave) {
    this.model = model;
    code = new CodePane(model, surface);
    VariablesPane variables = new VariablesPane(model, surface);
    StacksPane stacks = new StacksPane(model.stacks());
    stacks.setMinWidth(LEAST_COLUMN);
    variables.setMinWidth(LEAST_COLUMN);
    actions = new DebuggerActions(model, code::toggleHere, variables::ask, leave);
    budget = new StopBudget(model.debugged().limit());
    trouble.getStyleClass().add(Tokens.STALE);
    HBox.setHgrow(troubleWords, Priority.ALWAYS);
    trouble
        .getChildren()
        .addAll(
            Controls.picture(Feather.ALERT_CIRCLE, Tone.DANGER),
            troubleWords,
            Controls.icon(Feather.X, Messages.of("dismiss"), model::dismissTrouble));
    SplitPane columns = new SplitPane(stacks, code, variables);
    columns.setDividerPositions(0.25, 0.71);
    // What a wider window has more goes to the code.
    SplitPane.setResizableWithParent(columns.getItems().getFirst(), false);
    SplitPane.setResizableWithParent(columns.getItems().getLast(), false);
    SplitPane foot =
        new SplitPane(new BreakpointsPane(model), new LogOutputPane(model.logpoints()));
    foot.setDividerPositions(0.68);
    foot.setMinHeight(LEAST_FOOT);
    SplitPane rows = new SplitPane(columns, foot);
    SplitPane.setResizableWithParent(foot, false);
    rows.setOrientation(Orientation.VERTICAL);
    rows.setDividerPositions(0.72);
    rows.getStyleClass().add("debugger");
    setTop(new VBox(head(), trouble));
    setCenter(rows);
    model.situation().subscribe(budget::show);
    model.code().at().subscribe(this::showPlace);
    model.trouble().subscribe(this::show);
  }

  private HBox head() {
    title.setText(model.debugged().title());
    title.setTooltip(new Tooltip(title.getText()));
    title.setMinWidth(40);
    place.setId("debugger-place-now");
    place.setMinWidth(60);
    HBox head =
        new HBox(
            Tokens.GAP,
            Actions.icon(actions.back(), Styles.BUTTON_ICON, Styles.FLAT),
            title,
            place,
            budget,
            Controls.spacer(),
            moves(),
            Actions.button(actions.over()),
            Actions.button(actions.into()),
            Actions.button(actions.out()));
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("debugger-head");
    return head;
  }

  /// One takes the other's place, and its focus.
  private StackPane moves() {
    Button resume = Actions.button(actions.resume(), Styles.ACCENT);
    Button pause = Actions.button(actions.pause());
    resume.setMaxWidth(Double.MAX_VALUE);
    pause.setMaxWidth(Double.MAX_VALUE);
    pause.visibleProperty().bind(actions.pause().enabled());
    resume.visibleProperty().bind(pause.visibleProperty().not());
    actions
        .pause()
        .enabled()
        .addListener(
            (p, before, now) -> {
              if (now && resume.isFocused()) {
                pause.requestFocus();
              } else if (!now && pause.isFocused()) {
                resume.requestFocus();
              }
            });
    return new StackPane(resume, pause);
  }

  private void showPlace(@Nullable Frame at) {
    place.setTooltip(at == null ? null : new Tooltip(at.file() + ":" + at.line()));
    place.setText(
        at == null ? "" : at.file().substring(at.file().lastIndexOf('/') + 1) + ":" + at.line());
    Controls.show(place, at != null);
  }

  private void show(@Nullable Problem now) {
    Controls.show(trouble, now != null);
    troubleWords.setText(
        now == null
            ? ""
            : ProblemPane.sentence(now.what() + ": " + now.why())
                + " "
                + ProblemPane.sentence(now.remedy().words()));
  }

  /// What can be done here, by button, key, and palette.
  public List<Action> actions() {
    return actions.all();
  }

  /// Goes to the code.
  public void begin() {
    // Split panes hold their parts only from now on, and divide the room that they find.
    Parent window = getScene().getRoot();
    window.applyCss();
    window.layout();
    code.focus();
  }

  @Override
  public void close() {
    model.close();
  }
}
