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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// The Forwards place: a table, and a pane that makes new ones.
public final class ForwardsView implements Screen {
  private final ForwardsViewModel model;
  private final Surface surface;
  private final Page page = new Page("Forwards");
  private final TableView<ForwardRow> table = Columns.table("Forwards", new Label("No forwards"));
  private final ContextMenu rowMenu = new ContextMenu();
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
    columns();
    table.setContextMenu(rowMenu);
    table.setOnKeyPressed(this::key);
    table.getSelectionModel().selectedItemProperty().addListener((p, before, now) -> fillMenus());
    menu.setOnHidden(event -> fillMenus());
    rowMenu.setOnHidden(event -> fillMenus());
    menu.setId("forwards-menu");
    page.actions(make, menu);
    page.content(body);
    model.rows().addListener((property, before, now) -> show(now));
    show(model.rows().get());
    fillMenus();
  }

  private void columns() {
    var name = Columns.<ForwardRow>text("Name", 90, ForwardRow::name);
    var pods =
        Columns.<ForwardRow, Integer>amount(
            "Pods", 50, row -> row.status().pods().size(), String::valueOf);
    var open =
        Columns.<ForwardRow, Integer>amount(
            "Open", 60, row -> row.status().connections(), String::valueOf);
    var traffic =
        Columns.<ForwardRow, Long>amount(
            "Traffic", 70, row -> row.status().received() + row.status().sent(), Words::size);
    table
        .getColumns()
        .setAll(
            List.of(
                Columns.node("State", 206, row -> said(row.state()), ForwardsView::stateNode),
                name,
                Columns.<ForwardRow>mono("Target", 140, ForwardsView::target),
                Columns.node("Local address", 150, ForwardsView::address, this::addressNode),
                pods,
                open,
                traffic));
    Columns.fit(table, List.of(traffic, open, pods, name));
  }

  private void key(KeyEvent event) {
    ForwardRow row = table.getSelectionModel().getSelectedItem();
    if (row != null && event.getCode() == KeyCode.DELETE) {
      remove(row);
    } else if (row != null && event.getCode() == KeyCode.SPACE) {
      startOrStop(row);
    }
  }

  private void show(List<ForwardStatus> rows) {
    Map<String, ForwardRow> present = new HashMap<>();
    table.getItems().forEach(row -> present.put(row.name(), row));
    List<ForwardRow> next = new ArrayList<>();
    for (ForwardStatus each : rows) {
      ForwardRow row = present.computeIfAbsent(each.spec().name(), _ -> new ForwardRow(each));
      row.show(each);
      next.add(row);
    }
    if (!Set.copyOf(next).equals(Set.copyOf(table.getItems()))) {
      ForwardRow selected = table.getSelectionModel().getSelectedItem();
      table.getItems().setAll(next);
      if (next.contains(selected)) {
        table.getSelectionModel().select(selected);
      }
    }
    if (!table.getSortOrder().isEmpty()) {
      table.sort();
    }
    fillMenus();
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

  /// Not under the user's hand: an open menu stays as it is.
  private void fillMenus() {
    ForwardRow row = table.getSelectionModel().getSelectedItem();
    if (menu.isShowing() || rowMenu.isShowing()) {
      return;
    }
    menu.setDisable(row == null);
    menu.getItems().setAll(row == null ? List.of() : items(row));
    rowMenu.getItems().setAll(row == null ? List.of() : items(row));
  }

  private List<MenuItem> items(ForwardRow row) {
    List<MenuItem> items = new ArrayList<>();
    boolean stopped = row.state() instanceof State.Stopped;
    items.add(
        Controls.item(
            (stopped ? "Start " : "Stop ") + row.name() + "  (Space)", () -> startOrStop(row)));
    if (!stopped) {
      items.add(Controls.item("Restart", () -> model.start(row.spec())));
    }
    String address = Words.localhost(row.status().listening());
    if (!address.isEmpty()) {
      items.add(Controls.item("Copy address", () -> surface.copy(address, "address")));
    }
    items.add(Controls.item("Remove...  (Delete)", () -> remove(row)));
    return items;
  }

  private void startOrStop(ForwardRow row) {
    if (row.state() instanceof State.Stopped) {
      model.start(row.spec());
    } else {
      model.stop(row.status());
    }
  }

  private void remove(ForwardRow row) {
    surface.confirm(
        new Surface.Question(
            "Remove forward " + row.name() + "?",
            "It is taken from the list; open connections through it end.",
            List.of(target(row) + (address(row).isEmpty() ? "" : " on " + address(row))),
            "Remove"),
        () -> model.remove(row.status()));
  }

  private void openForm() {
    formOpen = true;
    NewForwardPane form =
        new NewForwardPane(
            model,
            spec -> {
              page.closeDetail();
              model.start(spec);
            },
            page::closeDetail);
    page.detail(form, 320, () -> formOpen = false);
    form.begin();
  }

  /// Where it listens, or would.
  private static String address(ForwardRow row) {
    String live = Words.localhost(row.status().listening());
    int port = row.spec().local().port();
    return live.isEmpty() && port != 0 ? Words.localhost(port) : live;
  }

  private Node addressNode(ForwardRow row) {
    return row.status().listening().isEmpty()
        ? Controls.label(address(row), Tokens.MONO, Tokens.SECONDARY)
        : Controls.copyable(address(row), "address", surface);
  }

  static String target(ForwardRow row) {
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

  /// The state and, where something is wrong, what.
  private static String said(State state) {
    return switch (state) {
      case State.Waiting w -> "waiting · " + w.why();
      case State.Failed f -> "failed · " + f.problem().why();
      default -> words(state);
    };
  }

  private static Node stateNode(ForwardRow row) {
    StateLabel label = new StateLabel(tone(row.state()), said(row.state()));
    label.label().setTooltip(new Tooltip(said(row.state())));
    return label;
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
