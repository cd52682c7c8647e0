package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Page;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.settings.Settings.SavedForward;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The Forwards place: a table, and a pane that makes new ones.
public final class ForwardsView implements Screen {
  private final ForwardsViewModel model;
  private final Surface surface;
  private final Page page = new Page("Forwards");
  private final TableView<ForwardStatus> table =
      Columns.table("Forwards", new Label("No forwards"));
  private final StackPane body = new StackPane();
  private final Node empty;
  private final MenuButton menu = Controls.more();
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);
  private boolean formOpen;

  public ForwardsView(ForwardsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    Button make = Controls.primary("New forward", this::openForm);
    make.setId("new-forward");
    Button first = Controls.button("New forward", this::openForm);
    empty =
        new EmptyPane(
            Feather.SHUFFLE,
            "Nothing is forwarded. A forward gives a Service, workload or pod an address on this"
                + " machine and finds the next pod by itself when one goes away.",
            first);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.node(
                    "State",
                    120,
                    row -> words(row.state()),
                    row -> {
                      StateLabel label = new StateLabel(tone(row.state()), words(row.state()));
                      String why = why(row.state());
                      if (!why.isEmpty()) {
                        label.label().setTooltip(new Tooltip(why));
                      }
                      return label;
                    }),
                Columns.<ForwardStatus>text("Name", 96, row -> row.spec().name()),
                Columns.<ForwardStatus>mono("Target", 168, ForwardsView::target),
                Columns.node(
                    "Local address",
                    136,
                    ForwardsViewModel::address,
                    row ->
                        ForwardsViewModel.address(row).isEmpty()
                            ? Controls.label(
                                row.spec().localPort() == 0
                                    ? ""
                                    : "localhost:" + row.spec().localPort(),
                                Tokens.MONO,
                                Tokens.SECONDARY)
                            : Controls.copyable(
                                ForwardsViewModel.address(row), "address", surface)),
                Columns.<ForwardStatus, Integer>amount(
                    "Pods", 56, row -> row.pods().size(), String::valueOf),
                Columns.<ForwardStatus, Integer>amount(
                    "Open", 56, ForwardStatus::connections, String::valueOf),
                Columns.<ForwardStatus, Long>amount(
                    "Traffic", 80, row -> row.received() + row.sent(), Words::size)));
    table.setRowFactory(
        ignored -> {
          var row = new javafx.scene.control.TableRow<ForwardStatus>();
          row.itemProperty()
              .addListener(
                  (p, before, now) -> row.setContextMenu(now == null ? null : rowMenu(now)));
          return row;
        });
    table.setOnKeyPressed(
        event -> {
          ForwardStatus row = table.getSelectionModel().getSelectedItem();
          if (row != null && event.getCode() == KeyCode.DELETE) {
            remove(row);
          } else if (row != null && event.getCode() == KeyCode.SPACE) {
            startOrStop(row);
          }
        });
    table
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((property, before, now) -> fillMenu(now));
    menu.setId("forwards-menu");
    page.actions(make, menu);
    page.content(body);
    model.rows().addListener((property, before, now) -> show(now));
    show(model.rows().get());
    fillMenu(null);
  }

  private void show(List<ForwardStatus> live) {
    List<ForwardStatus> rows = new ArrayList<>(live);
    for (SavedForward kept : model.kept()) {
      rows.add(
          new ForwardStatus(
              Targets.spec(kept), new State.Stopped(), List.of(), List.of(), 0, 0, 0));
    }
    String selected =
        Optional.ofNullable(table.getSelectionModel().getSelectedItem())
            .map(row -> row.spec().name())
            .orElse("");
    if (!rows.equals(table.getItems())) {
      table.getItems().setAll(rows);
      rows.stream()
          .filter(row -> row.spec().name().equals(selected))
          .findFirst()
          .ifPresent(table.getSelectionModel()::select);
      table.sort();
    }
    body.getChildren().setAll(rows.isEmpty() ? empty : table);
    long active = rows.stream().filter(row -> !(row.state() instanceof State.Stopped)).count();
    long ailing =
        rows.stream()
            .filter(r -> r.state() instanceof State.Waiting || r.state() instanceof State.Failed)
            .count();
    String count = rows.isEmpty() ? "" : String.valueOf(active);
    mark.set(
        new Mark(
            count,
            ailing > 0 ? Tone.WARNING : Tone.SUCCESS,
            active == 0
                ? ""
                : ailing > 0
                    ? Words.count(ailing, "forward waits", "forwards wait")
                    : "all forwards serve"));
    page.sentence(
        ailing > 0 ? Tone.WARNING : Tone.SUCCESS,
        active == 0
            ? ""
            : ailing > 0
                ? ailing + " of " + active + " not serving"
                : Words.count(active, "forward serves", "forwards serve"));
  }

  private ContextMenu rowMenu(ForwardStatus row) {
    ContextMenu rowMenu = new ContextMenu();
    rowMenu.getItems().setAll(items(row));
    return rowMenu;
  }

  private void fillMenu(@Nullable ForwardStatus row) {
    menu.setDisable(row == null);
    menu.getItems().setAll(row == null ? List.of() : items(row));
  }

  private List<MenuItem> items(ForwardStatus row) {
    List<MenuItem> items = new ArrayList<>();
    boolean stopped = row.state() instanceof State.Stopped;
    items.add(
        Controls.item((stopped ? "Start " : "Stop ") + row.spec().name(), () -> startOrStop(row)));
    if (!stopped) {
      items.add(Controls.item("Restart", () -> model.start(row.spec())));
    }
    String address = ForwardsViewModel.address(row);
    if (!address.isEmpty()) {
      items.add(Controls.item("Copy address", () -> surface.copy(address, "address")));
    }
    items.add(Controls.item("Remove...", () -> remove(row)));
    return items;
  }

  private void startOrStop(ForwardStatus row) {
    if (row.state() instanceof State.Stopped) {
      model.start(row.spec());
    } else {
      model.stop(row);
    }
  }

  private void remove(ForwardStatus row) {
    surface.confirm(
        new Surface.Question(
            "Remove forward " + row.spec().name() + "?",
            "It is taken from the list; open connections through it end.",
            List.of(target(row) + " on localhost:" + row.spec().localPort()),
            "Remove"),
        () -> model.remove(row));
  }

  private void openForm() {
    formOpen = true;
    page.detail(
        new NewForwardPane(
            model,
            spec -> {
              page.closeDetail();
              model.start(spec);
            },
            page::closeDetail),
        320,
        () -> formOpen = false);
  }

  static String target(ForwardStatus row) {
    return row.spec().target().words() + ":" + row.spec().target().port();
  }

  static Tone tone(State state) {
    return switch (state) {
      case State.Stopped s -> Tone.MUTED;
      case State.Active a -> Tone.SUCCESS;
      case State.Waiting w -> Tone.WARNING;
      case State.Failed f -> Tone.DANGER;
    };
  }

  static String words(State state) {
    return switch (state) {
      case State.Stopped s -> "stopped";
      case State.Active a -> "serving";
      case State.Waiting w -> "waiting";
      case State.Failed f -> "failed";
    };
  }

  private static String why(State state) {
    return switch (state) {
      case State.Waiting w -> w.why();
      case State.Failed f -> f.problem().what() + ": " + f.problem().why();
      default -> "";
    };
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
    show(model.rows().get());
  }

  @Override
  public void refresh() {
    show(model.rows().get());
    if (formOpen) {
      model.readNamespaces();
    }
  }

  @Override
  public boolean closeDetail() {
    return page.closeDetail();
  }

  @Override
  public void close() {
    model.close();
  }
}
