package dev.mooring.desktop.registry;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/// Tells which rows of a table can be seen, and a few beside them, after each layout that changes
/// them.
final class VisibleRows<R> {
  private static final int BESIDE = 4;

  private final TableView<R> table;
  private final Consumer<List<R>> seen;
  private final Runnable look = this::look;
  private List<R> last = List.of();

  VisibleRows(TableView<R> table, Consumer<List<R>> seen) {
    this.table = table;
    this.seen = seen;
    table.sceneProperty().addListener((p, before, now) -> moved(before, now));
    moved(null, table.getScene());
  }

  private void moved(@Nullable Scene before, @Nullable Scene now) {
    if (before != null) {
      before.removePostLayoutPulseListener(look);
    }
    if (now != null) {
      now.addPostLayoutPulseListener(look);
    }
  }

  private void look() {
    List<R> now = rows();
    if (!now.equals(last)) {
      last = now;
      seen.accept(now);
    }
  }

  private List<R> rows() {
    if (!(table.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
      return List.of();
    }
    var first = flow.getFirstVisibleCell();
    var end = flow.getLastVisibleCell();
    int size = table.getItems().size();
    if (first == null || end == null || first.getIndex() < 0 || size == 0) {
      return List.of();
    }
    int from = Math.clamp(first.getIndex() - BESIDE, 0, size);
    int to = Math.clamp(end.getIndex() + 1 + BESIDE, from, size);
    return List.copyOf(table.getItems().subList(from, to));
  }
}
