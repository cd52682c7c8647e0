package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.util.Callback;
import org.jspecify.annotations.Nullable;

/// The columns of the list of forwards: which are in view, and how wide.
final class ForwardColumns {
  /// Borders and a scroll bar.
  private static final double FRAME = 18;

  /// Less than this, and neither a title nor a value can be told.
  private static final double LEAST = 56;

  private final TreeTableView<ForwardRow> table;
  private final List<TreeTableColumn<ForwardRow, ?>> spare;
  private Set<String> hidden = Set.of();
  private Consumer<Map<String, Integer>> resized = widths -> {};

  ForwardColumns(TreeTableView<ForwardRow> table, Surface surface) {
    this.table = table;
    var name = column(Messages.of("column-name"), 126, ForwardRow::name, ForwardCells.Name::new);
    name.setComparator(String.CASE_INSENSITIVE_ORDER);
    var state = column(Messages.of("column-state"), 140, StateText::of, ForwardCells.State::new);
    state.setComparator(Comparator.comparing(StateText::tone).thenComparing(StateText::words));
    var target =
        column(Messages.of("column-target"), 132, ForwardColumns::target, ForwardCells.Text::new);
    target.getStyleClass().add(Tokens.MONO);
    var address =
        column(
            Messages.of("column-local-address"),
            146,
            ForwardCells.LocalAddress::of,
            () -> new ForwardCells.Copy(surface));
    var pods = number(Messages.of("column-pods"), 58, ForwardColumns::pods);
    var open = number(Messages.of("column-open-connections"), 58, ForwardColumns::connections);
    var traffic =
        column(
            Messages.of("column-traffic"),
            78,
            row -> totals(row).traffic(),
            ForwardCells.Size::new);
    traffic.getStyleClass().add("right-aligned");
    var minute =
        column(Messages.of("column-last-minute"), 148, MinuteCell.Minute::of, MinuteCell::new);
    minute.setComparator(Comparator.comparingLong(MinuteCell.Minute::rate));
    table.getColumns().setAll(List.of(name, state, target, address, pods, open, traffic, minute));
    table.setTreeColumn(name);
    // What a wide window has to spare goes to the words.
    address.setMaxWidth(200);
    pods.setMaxWidth(64);
    open.setMaxWidth(64);
    traffic.setMaxWidth(96);
    minute.setMaxWidth(160);
    spare = List.of(target, minute, pods, open, traffic);
    table.widthProperty().addListener((p, before, now) -> fit());
    table.setColumnResizePolicy(new Resize());
  }

  /// Columns that the user may take away, by title.
  List<String> spare() {
    return spare.stream().map(TreeTableColumn::getText).toList();
  }

  void hide(List<String> titles) {
    hidden = Set.copyOf(titles);
    fit();
  }

  /// @param widths by title; columns without one keep theirs
  void widths(Map<String, Integer> widths) {
    for (TreeTableColumn<ForwardRow, ?> each : table.getColumns()) {
      Integer width = widths.get(each.getText());
      if (width != null) {
        each.setPrefWidth(Math.clamp(width, each.getMinWidth(), each.getMaxWidth()));
      }
    }
    fit();
  }

  /// @param then told by title what the user made of the widths
  void onResized(Consumer<Map<String, Integer>> then) {
    resized = then;
  }

  /// Leaves out what the user took away; of the rest as many as there is room for, the most
  /// important first.
  private void fit() {
    double room = table.getWidth() - FRAME;
    for (TreeTableColumn<ForwardRow, ?> each : table.getColumns()) {
      room -= spare.contains(each) ? 0 : each.getPrefWidth();
    }
    for (TreeTableColumn<ForwardRow, ?> each : spare) {
      boolean wanted = !hidden.contains(each.getText()) && each.getPrefWidth() <= room;
      each.setVisible(wanted);
      room -= wanted ? each.getPrefWidth() : 0;
    }
  }

  private void keep() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (TreeTableColumn<ForwardRow, ?> each : table.getVisibleLeafColumns()) {
      each.setPrefWidth(each.getWidth());
      widths.put(each.getText(), (int) Math.round(each.getWidth()));
    }
    resized.accept(widths);
  }

  /// As the toolkit's own, and tells what the user's hand did.
  @SuppressWarnings("rawtypes") // So is the toolkit's own type.
  private final class Resize extends ConstrainedColumnResizeBase
      implements Callback<TreeTableView.ResizeFeatures, Boolean> {
    @Override
    public Boolean call(TreeTableView.ResizeFeatures features) {
      boolean done = TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(features);
      if (features.getColumn() != null && features.getDelta() != 0) {
        keep();
      }
      return done;
    }
  }

  private static <V extends @Nullable Object> TreeTableColumn<ForwardRow, V> column(
      String title,
      double width,
      Function<ForwardRow, V> value,
      Supplier<TreeTableCell<ForwardRow, V>> cell) {
    TreeTableColumn<ForwardRow, V> column = new TreeTableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, LEAST));
    column.setCellValueFactory(
        features -> {
          ForwardRow row = features.getValue().getValue();
          ObservableValue<V> now = row.changes().map(ignored -> value.apply(row));
          return now;
        });
    column.setCellFactory(ignored -> cell.get());
    return column;
  }

  private static TreeTableColumn<ForwardRow, Integer> number(
      String title, double width, Function<ForwardRow, Integer> value) {
    TreeTableColumn<ForwardRow, Integer> column =
        column(title, width, value, ForwardCells.CountCell::new);
    column.getStyleClass().add("right-aligned");
    return column;
  }

  private static String target(ForwardRow row) {
    return switch (row) {
      case ForwardRow.Forward forward -> Targets.shown(forward.spec());
      case ForwardRow.Group group -> group.isContext() ? Messages.of("other-context") : "";
    };
  }

  static Totals totals(ForwardRow row) {
    return switch (row) {
      case ForwardRow.Forward forward -> Totals.of(List.of(forward.status()));
      case ForwardRow.Group group -> group.totals();
    };
  }

  private static Integer connections(ForwardRow row) {
    Totals totals = totals(row);
    return totals.started() == 0 ? -1 : totals.connections();
  }

  private static Integer pods(ForwardRow row) {
    return row instanceof ForwardRow.Forward forward && !forward.stopped()
        ? forward.status().pods().size()
        : -1;
  }
}
