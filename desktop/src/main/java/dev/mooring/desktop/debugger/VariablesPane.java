package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Variable;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Locals, watches, and a field for expressions.
final class VariablesPane extends VBox {
  private static final double LINE = 22;
  private static final String LOCALS = "locals";
  private static final String WATCHES = "watches";
  private static final String RESULT = "result";

  private final VariablesViewModel model;
  private final Surface surface;
  private final VariableTree lines;
  private final TreeItem<VariableRow> locals;
  private final TreeItem<VariableRow> watches;
  private final TreeItem<VariableRow> result;
  private final TreeItem<VariableRow> root = new TreeItem<>();
  private final TreeView<VariableRow> tree = new TreeView<>(root);
  private final TextField expression = new TextField();

  VariablesPane(DebuggerViewModel debugger, Surface surface) {
    this.model = debugger.variables();
    this.surface = surface;
    lines = new VariableTree(model);
    locals = lines.heading(Messages.of("locals"));
    watches = lines.heading(Messages.of("watches"));
    result = lines.heading(Messages.of("evaluated"));
    Label title = Controls.label(Messages.of("variables"), Tokens.SECTION_TITLE);
    HBox head = new HBox(title);
    head.setAlignment(Pos.CENTER_LEFT);
    head.getStyleClass().add("pane-head");
    tree.setId("debugger-variables");
    tree.setAccessibleText(Messages.of("variables"));
    tree.setShowRoot(false);
    tree.setFixedCellSize(LINE);
    tree.getStyleClass().add("dense-list");
    tree.setCellFactory(view -> new VariableCell());
    tree.setContextMenu(menu());
    tree.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.DELETE && selected() instanceof VariableRow.Watched it) {
            model.unwatch(it.watch().expression());
          }
        });
    Label nothing = Controls.text(Messages.of("variables-at-stop"), Tokens.SECONDARY);
    nothing.setMouseTransparent(true);
    nothing.visibleProperty().bind(Bindings.isEmpty(root.getChildren()));
    StackPane room = new StackPane(tree, nothing);
    setVgrow(room, Priority.ALWAYS);
    expression.setId("debugger-expression");
    expression.setPromptText(Messages.of("expression"));
    expression.setAccessibleText(Messages.of("expression"));
    expression.setOnAction(event -> evaluate());
    HBox.setHgrow(expression, Priority.ALWAYS);
    Button watch = Controls.icon(Feather.PLUS, Messages.of("add-watch"), this::watch);
    watch.setId("debugger-watch");
    HBox foot = new HBox(Tokens.GAP, expression, watch);
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("pane-foot");
    getChildren().addAll(head, room, foot);
    model.locals().addListener((ListChangeListener<Variable>) change -> showLocals());
    model
        .watches()
        .addListener((ListChangeListener<VariablesViewModel.Watch>) change -> showWatches());
    debugger.situation().subscribe(this::show);
  }

  private void show(Situation now) {
    // A result is of one moment.
    result.getChildren().clear();
    expression.setDisable(!now.isStopped());
    sections();
  }

  private void showLocals() {
    locals
        .getChildren()
        .setAll(model.locals().stream().map(each -> lines.value(each, LOCALS)).toList());
    sections();
  }

  private void showWatches() {
    watches
        .getChildren()
        .setAll(model.watches().stream().map(each -> lines.watched(each, WATCHES)).toList());
    sections();
  }

  /// Those that hold something.
  private void sections() {
    List<TreeItem<VariableRow>> now =
        List.of(result, watches, locals).stream()
            .filter(each -> !each.getChildren().isEmpty())
            .toList();
    if (!root.getChildren().equals(now)) {
      root.getChildren().setAll(now);
    }
  }

  /// Goes to the field.
  void ask() {
    expression.requestFocus();
  }

  private void evaluate() {
    String wanted = expression.getText().strip();
    if (!wanted.isEmpty()) {
      model.evaluate(
          wanted,
          value -> result(lines.value(value, RESULT)),
          problem ->
              result(
                  lines.watched(
                      new VariablesViewModel.Watch(
                          wanted, new Variable(wanted, "", "", false, 0, ""), problem.why()),
                      RESULT)));
    }
  }

  private void result(TreeItem<VariableRow> item) {
    result.getChildren().setAll(List.of(item));
    sections();
    item.setExpanded(true);
    tree.scrollTo(0);
  }

  private void watch() {
    model.watch(expression.getText());
  }

  private ContextMenu menu() {
    ContextMenu menu =
        new ContextMenu(
            Controls.item(Messages.of("copy-value"), this::copy),
            Controls.item(Messages.of("add-watch"), this::watchSelected),
            Controls.item(Messages.of("remove-watch"), this::unwatchSelected));
    menu.setOnShowing(
        event -> {
          menu.getItems().get(0).setDisable(valueOf(selected()) == null);
          menu.getItems().get(1).setDisable(!(selected() instanceof VariableRow.Value));
          menu.getItems().get(2).setDisable(!(selected() instanceof VariableRow.Watched));
        });
    return menu;
  }

  private void copy() {
    Variable value = valueOf(selected());
    if (value != null) {
      surface.copy(value.text(), value.name());
    }
  }

  private void watchSelected() {
    if (selected() instanceof VariableRow.Value value) {
      Variable of = value.variable();
      // A local is watched by its name; what lies deeper only while it stays where it is.
      boolean local = value.path().equals(LOCALS + "/" + of.name());
      model.watch(local || of.place().isEmpty() ? of.name() : of.place());
    }
  }

  private void unwatchSelected() {
    if (selected() instanceof VariableRow.Watched watched) {
      model.unwatch(watched.watch().expression());
    }
  }

  private @Nullable VariableRow selected() {
    TreeItem<VariableRow> item = tree.getSelectionModel().getSelectedItem();
    return item == null ? null : item.getValue();
  }

  private static @Nullable Variable valueOf(@Nullable VariableRow row) {
    return switch (row) {
      case VariableRow.Value value -> value.variable();
      case VariableRow.Watched watched -> watched.watch().value();
      case null, default -> null;
    };
  }
}
