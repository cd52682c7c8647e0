package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.jspecify.annotations.Nullable;

/// The source, or the instructions, of the call in view.
final class CodePane extends VBox implements CodeCell.Marks {
  private static final double LINE = 20;

  /// Lines above the current one that stay in view.
  private static final int BEFORE = 6;

  private final DebuggerViewModel model;
  private final Surface surface;
  private final ListView<CodeLine> list = new ListView<>();
  private final List<CodeCell> cells = new ArrayList<>();
  private final Label title = Controls.label("", Tokens.SECONDARY);
  private final Label warning = Controls.text("", Tone.WARNING.words());
  private final Button choose;
  private final Hover hover;
  private int current = -1;

  CodePane(DebuggerViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    hover = new Hover(model.variables(), list);
    choose = Controls.button(Messages.of("choose-folder"), this::chooseFolder);
    choose.setId("debugger-folder");
    title.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    title.setMinWidth(0);
    HBox head = new HBox(Tokens.GAP, title, Controls.spacer(), choose);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("pane-head");
    list.setId("debugger-code");
    list.setAccessibleText(Messages.of("code"));
    list.getStyleClass().add("code-list");
    list.setFixedCellSize(LINE);
    list.setPlaceholder(Controls.text(Messages.of("no-code-yet"), Tokens.SECONDARY));
    list.setCellFactory(
        view -> {
          CodeCell cell = new CodeCell(this);
          cells.add(cell);
          return cell;
        });
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            toggleHere();
            event.consume();
          }
        });
    setVgrow(list, Priority.ALWAYS);
    warning.getStyleClass().add("pane-words");
    Controls.show(warning, false);
    getChildren().addAll(head, warning, list);
    model.code().code().subscribe(this::show);
    model.code().at().subscribe(this::show);
    ListChangeListener<Object> marked = change -> cells.forEach(CodeCell::draw);
    model.breakpoints().all().addListener(marked);
    model.logpoints().all().addListener(marked);
  }

  private void show(Code code) {
    title.setText(code.title());
    title.setTooltip(new Tooltip(code.title()));
    Controls.show(choose, code.unknown());
    warning.setText(code.warning());
    Controls.show(warning, !code.warning().isEmpty());
    if (!list.getItems().equals(code.lines())) {
      list.getItems().setAll(code.lines());
    }
    show(model.code().at().get());
  }

  private void show(@Nullable Frame at) {
    Code code = model.code().code().get();
    current = at == null || !at.file().equals(code.file()) ? -1 : code.index(at.line(), at.pc());
    cells.forEach(CodeCell::draw);
    if (current >= 0) {
      list.getSelectionModel().select(current);
      if (!inView(current)) {
        list.scrollTo(Math.max(0, current - BEFORE));
      }
    }
  }

  private boolean inView(int index) {
    int first = Integer.MAX_VALUE;
    int last = -1;
    for (CodeCell each : cells) {
      if (each.getItem() != null && each.getScene() != null) {
        first = Math.min(first, each.getIndex());
        last = Math.max(last, each.getIndex());
      }
    }
    return index > first && index < last - 2;
  }

  /// Sets a breakpoint at the selected line, or takes it away.
  void toggleHere() {
    CodeLine selected = list.getSelectionModel().getSelectedItem();
    if (selected != null) {
      toggle(selected);
    }
  }

  void focus() {
    list.requestFocus();
  }

  private void chooseFolder() {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(Messages.of("folder-of-the-module"));
    File chosen = chooser.showDialog(getScene().getWindow());
    if (chosen != null) {
      model.code().use(chosen.toPath(), surface::toast);
    }
  }

  @Override
  public boolean isCurrent(int index) {
    return index == current;
  }

  @Override
  public String mark(CodeLine line) {
    Code code = model.code().code().get();
    if (code.assembly()) {
      return "";
    }
    return model.logpoints().at(code.file(), line.number())
        ? "logpoint"
        : model.breakpoints().at(code.file(), line.number()).isPresent() ? "breakpoint" : "";
  }

  @Override
  public void toggle(CodeLine line) {
    model.toggleBreakpoint(line.number());
  }

  @Override
  public void over(CodeLine line, int character, MouseEvent event) {
    boolean source = !model.code().code().get().assembly();
    hover.over(source ? Expressions.at(line.text(), character) : "", event);
  }

  @Override
  public void out() {
    hover.out();
  }
}
