package dev.mooring.desktop.debug;

import atlantafx.base.theme.Styles;
import dev.mooring.debug.Candidates;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.theme.Tokens;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// The workloads: what they run, how they are, and what can be done.
final class WorkloadsTable extends BorderPane {
  private final WorkloadsViewModel model;
  private final Function<String, Fetched<String>> newer;
  private final Runnable chosen;
  private final ObservableList<Workload> rows = FXCollections.observableArrayList();
  private final FilteredList<Workload> shown = new FilteredList<>(rows);
  private final TableView<Workload> table =
      Columns.table(Messages.of("workloads"), new Label(Messages.of("no-matching-workloads")));
  private final TableColumn<Workload, String> namespace =
      Columns.mono(Messages.of("namespace"), 120, Workload::namespace);

  /// Whether a selection moves because the list is filled anew, not because somebody chose.
  private boolean filling;

  /// @param newer the newer image of one; empty for none
  /// @param chosen called with each other selection
  WorkloadsTable(
      WorkloadsViewModel model, Function<String, Fetched<String>> newer, Runnable chosen) {
    this.model = model;
    this.newer = newer;
    this.chosen = chosen;
    SortedList<Workload> sorted = new SortedList<>(shown);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setId("workloads");
    columns();
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener(
            (ListChangeListener<Workload>)
                change -> {
                  if (!filling) {
                    chosen.run();
                  }
                });
    model.forwards().addListener((p, before, now) -> table.refresh());
    setCenter(table);
  }

  private void columns() {
    TableColumn<Workload, Workload> verdict = new TableColumn<>(Messages.of("debug"));
    verdict.setPrefWidth(118);
    verdict.setMinWidth(110);
    verdict.setSortable(false);
    verdict.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    verdict.setCellFactory(ignored -> new VerdictCell());
    TableColumn<Workload, String> kind = Columns.text(Messages.of("kind"), 100, Workload::kind);
    TableColumn<Workload, Workload> image = new TableColumn<>(Messages.of("image"));
    image.setPrefWidth(160);
    image.setMinWidth(100);
    image.getStyleClass().add(Tokens.MONO);
    image.setComparator(Comparator.comparing(Workload::image));
    image.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    image.setCellFactory(ignored -> new ImageCell(newer));
    TableColumn<Workload, String> forwards =
        Columns.mono(Messages.of("forwards"), 120, model::forwarded);
    TableColumn<Workload, String> ready =
        Columns.text(Messages.of("ready"), 68, Workload::readiness);
    ready.setMinWidth(56);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.<Workload>mono(Messages.of("name"), 120, Workload::name),
                namespace,
                kind,
                image,
                ready,
                forwards,
                verdict));
    model.widths().of(table);
    Columns.fit(table, List.of(kind, forwards, image));
  }

  /// The menu of a row, and its keys.
  void offer(List<Action> actions) {
    ContextMenu menu = new ContextMenu();
    actions.forEach(each -> menu.getItems().add(Actions.item(each)));
    table.setContextMenu(menu);
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event ->
            Actions.match(actions, event, Action.Reach.ROW)
                .ifPresent(
                    action -> {
                      event.consume();
                      action.fire();
                    }));
  }

  List<Workload> selected() {
    return table.getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList();
  }

  void unselect() {
    table.getSelectionModel().clearSelection();
  }

  void select(Workload workload) {
    table.getItems().stream()
        .filter(workload::is)
        .findFirst()
        .ifPresent(
            each -> {
              table.getSelectionModel().select(each);
              table.scrollTo(each);
            });
  }

  void show(List<Workload> all) {
    List<Workload> before = selected();
    filling = true;
    namespace.setVisible(model.namespace().get().equals(WorkloadsViewModel.ALL));
    unselect();
    rows.setAll(all);
    before.forEach(this::select);
    filling = false;
  }

  /// The verdicts are new ones, even where the workloads are the same.
  void renew() {
    table.refresh();
    chosen.run();
  }

  /// The registry is another one, or was read.
  void imagesChanged() {
    table.refresh();
  }

  /// Hides what does not fit, also where it is selected.
  void filter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    if (selected().stream().anyMatch(each -> !fits(each, wanted))) {
      unselect();
    }
    shown.setPredicate(each -> fits(each, wanted));
  }

  private static boolean fits(Workload workload, String wanted) {
    return workload.name().contains(wanted)
        || workload.image().toLowerCase(Locale.ROOT).contains(wanted);
  }

  /// Asks for the verdict only when it comes into view.
  private final class VerdictCell extends TableCell<Workload, Workload> {
    private final Label badge = Controls.label("", Tokens.BADGE, Styles.TEXT_SMALL);
    private final ChangeListener<Face<Candidates>> listener =
        (p, before, now) -> VerdictBadge.show(badge, now);
    private @Nullable Fetched<Candidates> followed;

    @Override
    protected void updateItem(@Nullable Workload item, boolean empty) {
      super.updateItem(item, empty);
      if (followed != null) {
        followed.face().removeListener(listener);
        followed = null;
      }
      if (empty || item == null) {
        setGraphic(null);
        return;
      }
      Fetched<Candidates> verdict = model.debugging().verdict(item);
      followed = verdict;
      verdict.face().addListener(listener);
      VerdictBadge.show(badge, verdict.face().get());
      setGraphic(badge);
    }
  }
}
