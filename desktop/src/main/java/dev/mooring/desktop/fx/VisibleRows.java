package dev.mooring.desktop.fx;

import java.util.List;
import java.util.function.Consumer;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Tells which rows of a table or list can be seen, and a few beside them, after layouts that
/// change them: at once after a rest, and while they move on, once in a while, so that what only
/// flies past is asked of nobody.
public final class VisibleRows<R> {
  private static final int BESIDE = 4;

  /// As long as nobody takes for waiting.
  private static final Duration REST = Duration.millis(80);

  /// Whoever goes on scrolling sees something in between.
  private static final long LONGEST_NANOS = 500_000_000;

  private final Control control;
  private final ObservableList<R> items;
  private final Consumer<List<R>> seen;
  private final Runnable look = this::look;
  private final PauseTransition rest = new PauseTransition(REST);
  private List<R> last = List.of();
  private List<R> told = List.of();
  private long toldAt;

  public VisibleRows(TableView<R> table, Consumer<List<R>> seen) {
    this(table, table.getItems(), seen);
  }

  public VisibleRows(ListView<R> list, Consumer<List<R>> seen) {
    this(list, list.getItems(), seen);
  }

  private VisibleRows(Control control, ObservableList<R> items, Consumer<List<R>> seen) {
    this.control = control;
    this.items = items;
    this.seen = seen;
    rest.setOnFinished(event -> tell());
    control.sceneProperty().addListener((p, before, now) -> moved(before, now));
    moved(null, control.getScene());
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
    if (now.equals(last)) {
      return;
    }
    last = now;
    boolean moving = rest.getStatus() == Animation.Status.RUNNING;
    if (!moving || now.isEmpty() || System.nanoTime() - toldAt > LONGEST_NANOS) {
      tell();
    }
    // What comes next into an empty list has waited already.
    if (now.isEmpty()) {
      rest.stop();
    } else {
      rest.playFromStart();
    }
  }

  private void tell() {
    if (!last.equals(told)) {
      told = last;
      toldAt = System.nanoTime();
      seen.accept(last);
    }
  }

  private List<R> rows() {
    if (!(control.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
      return List.of();
    }
    var first = flow.getFirstVisibleCell();
    var end = flow.getLastVisibleCell();
    int size = items.size();
    if (first == null || end == null || first.getIndex() < 0 || size == 0) {
      return List.of();
    }
    int from = Math.clamp(first.getIndex() - BESIDE, 0, size);
    int to = Math.clamp(end.getIndex() + 1 + BESIDE, from, size);
    return List.copyOf(items.subList(from, to));
  }
}
