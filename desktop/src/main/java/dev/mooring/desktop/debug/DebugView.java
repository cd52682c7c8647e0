package dev.mooring.desktop.debug;

import atlantafx.base.theme.Styles;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.debug.DebugViewModel.Workload;
import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Debug place: what can be attached to, and what is.
public final class DebugView implements Screen {
  private final DebugViewModel model;
  private final Surface surface;
  private final Ui ui;
  private final Page page = new Page(Messages.of("debug"));
  private final ComboBox<String> namespace = new ComboBox<>();
  private final TableView<Workload> table =
      Columns.table(Messages.of("workloads"), new Label(Messages.of("no-workloads")));
  private final Button attach;
  private final VBox cards = new VBox(Tokens.GAP);
  private final Map<DebugSession, SessionCard> shown = new HashMap<>();
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  /// Whether a selection moves because a list is filled anew, not because somebody chose.
  private boolean filling;

  public DebugView(DebugViewModel model, Surface surface, Ui ui) {
    this.model = model;
    this.surface = surface;
    this.ui = ui;
    attach = Controls.primary(Messages.of("attach"), this::attach);
    attach.setId("attach");
    namespace.setEditable(false);
    namespace.setId("debug-namespace");
    namespace.setAccessibleText(Messages.of("namespace"));
    namespace.getItems().setAll(model.namespace().get());
    namespace.setValue(model.namespace().get());
    namespace
        .valueProperty()
        .addListener(
            (p, before, now) -> {
              if (now != null && !filling) {
                model.use(now);
              }
            });
    model
        .namespaces()
        .onValue(
            all -> {
              if (!all.equals(namespace.getItems())) {
                // A combo box lets its selection wander when its items change.
                filling = true;
                namespace.getItems().setAll(all);
                namespace.setValue(model.namespace().get());
                filling = false;
              }
            });
    TableColumn<Workload, Workload> verdict = new TableColumn<>(Messages.of("debugging"));
    verdict.setPrefWidth(120);
    verdict.setMinWidth(110);
    verdict.setSortable(false);
    verdict.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    verdict.setCellFactory(ignored -> new VerdictCell());
    table.setId("workloads");
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.<Workload>text(Messages.of("kind"), 110, Workload::kind),
                Columns.<Workload>mono(Messages.of("name"), 220, Workload::name),
                Columns.<Workload, Integer>amount(
                    Messages.of("ready"), 72, Workload::ready, String::valueOf),
                verdict));
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, before, now) -> {
              if (!filling) {
                select(now);
              }
            });
    HBox scope =
        new HBox(Tokens.GAP, Controls.label(Messages.of("namespace"), Tokens.SECONDARY), namespace);
    scope.setAlignment(Pos.CENTER_LEFT);
    page.actions(attach);
    page.content(
        cards,
        scope,
        new FaceView<>(
            model.workloads().face(),
            surface,
            model::refresh,
            table,
            this::fill,
            List::isEmpty,
            new EmptyPane(
                Feather.CROSSHAIR, Messages.of("there-is-no-deployment-statefulset-or"))));
    // The verdicts are new ones even where the workloads are the same.
    model
        .workloads()
        .onValue(
            all -> {
              table.refresh();
              select(table.getSelectionModel().getSelectedItem());
            });
    model.sessions().addListener((p, before, now) -> sessions(now));
    sessions(model.sessions().get());
    select(null);
  }

  private void fill(List<Workload> workloads) {
    Workload chosen = table.getSelectionModel().getSelectedItem();
    filling = true;
    table.getItems().setAll(workloads);
    workloads.stream()
        .filter(each -> chosen != null && each.reference().equals(chosen.reference()))
        .findFirst()
        .ifPresent(table.getSelectionModel()::select);
    filling = false;
  }

  private void select(@Nullable Workload workload) {
    attach.setDisable(workload == null);
    attach.setTooltip(
        new Tooltip(
            workload == null
                ? Messages.of("choose-a-workload-first")
                : Messages.of("attach-delve-to", workload.reference())));
    if (workload == null) {
      page.closeDetail();
      return;
    }
    Fetched<Verdict> verdict = model.verdict(workload);
    page.detail(
        new VerdictPane(workload, verdict, surface, page::closeDetail), 300, this::unselect);
    verdict.face().subscribe(face -> enable(workload, face));
  }

  private void unselect() {
    if (table.getSelectionModel().getSelectedItem() != null) {
      table.getSelectionModel().clearSelection();
    }
  }

  private void enable(Workload workload, Face<Verdict> face) {
    if (workload.equals(table.getSelectionModel().getSelectedItem())) {
      attach.setDisable(!(face instanceof Face.Full<Verdict> full && full.value().possible()));
    }
  }

  private void attach() {
    Workload chosen = table.getSelectionModel().getSelectedItem();
    if (chosen == null) {
      return;
    }
    if (model.helperImage().isBlank()) {
      HelperImageCard.open(
          surface,
          image -> {
            model.useHelperImage(image);
            model.attach(chosen);
          });
    } else {
      model.attach(chosen);
    }
  }

  private void sessions(List<DebugSession> now) {
    shown
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = now.stream().noneMatch(entry.getKey()::equals);
              if (gone) {
                entry.getValue().close();
              }
              return gone;
            });
    cards.getChildren().clear();
    for (DebugSession session : now) {
      cards
          .getChildren()
          .add(
              shown.computeIfAbsent(
                  session,
                  s ->
                      new SessionCard(
                          s,
                          surface,
                          ui,
                          () -> model.resume(s),
                          () -> model.clearAndResume(s),
                          () -> model.end(s))));
    }
    Controls.show(cards, !now.isEmpty());
    page.sentence(Tone.ACCENT, now.isEmpty() ? "" : Words.count(now.size(), "session", "sessions"));
    mark.set(
        now.isEmpty()
            ? Mark.NONE
            : new Mark(String.valueOf(now.size()), Tone.ACCENT, Messages.of("delve-is-attached")));
  }

  @Override
  public Node node() {
    return page;
  }

  @Override
  public ObservableValue<Mark> mark() {
    return mark.getReadOnlyProperty();
  }

  @Override
  public void shown() {
    if (model.workloads().value() == null) {
      model.refresh();
    }
  }

  @Override
  public void refresh() {
    model.refresh();
  }

  @Override
  public Optional<Problem> failure() {
    return model.workloads().failure();
  }

  @Override
  public boolean closeDetail() {
    return page.closeDetail();
  }

  @Override
  public void close() {
    shown.values().forEach(SessionCard::close);
    shown.clear();
    model.close();
  }

  /// Asks for the verdict only when it comes into view.
  private final class VerdictCell extends TableCell<Workload, Workload> {
    private final Label badge = Controls.label("", Tokens.BADGE, Styles.TEXT_SMALL);
    private final ChangeListener<Face<Verdict>> listener = (p, before, now) -> show(now);
    private @Nullable Fetched<Verdict> followed;

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
      Fetched<Verdict> verdict = model.verdict(item);
      followed = verdict;
      verdict.face().addListener(listener);
      show(verdict.face().get());
      setGraphic(badge);
    }

    private void show(Face<Verdict> face) {
      VerdictPane.badge(badge, face);
    }
  }
}
