package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.Logpoint;
import dev.mooring.debug.inspect.Logpoints;
import dev.mooring.debug.inspect.Logpoints.Point;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Dialer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The logpoints of this debugger and what they write: its newest lines. On the UI's thread.
final class LogpointsViewModel implements AutoCloseable {
  private static final int MOST_LINES = 1_000;

  private final Inspection inspection;
  private final Asking asking;
  private final Logpoints logpoints;
  private final ObservableList<Point> all = FXCollections.observableArrayList();
  private final ObservableList<String> lines = FXCollections.observableArrayList();

  /// On their way to the UI's thread.
  private final Deque<String> came = new ArrayDeque<>();

  private final Consumer<Boolean> told;

  LogpointsViewModel(Inspection inspection, Dialer delve, Asking asking, Ui ui) {
    this.inspection = inspection;
    this.asking = asking;
    this.logpoints = new Logpoints(inspection, delve, this::wrote);
    this.told = ui.newest(any -> take());
  }

  ObservableList<Point> all() {
    return all;
  }

  ObservableList<String> lines() {
    return lines;
  }

  /// @param place as in Delve's `break`: "main.go:41", "main.handle"
  /// @param message with expressions in braces
  void add(
      String place, String message, String condition, Runnable added, Consumer<Problem> failed) {
    asking.ask(
        Messages.of("setting-a-logpoint"),
        progress -> {
          logpoints.add(inspection.place(place.strip()), message.strip(), condition.strip());
          return logpoints.all();
        },
        now -> {
          show(now);
          added.run();
        },
        failed);
  }

  void remove(Point point) {
    asking.order(
        Messages.of("removing-a-logpoint"),
        progress -> {
          logpoints.remove(point);
          return logpoints.all();
        },
        this::show);
  }

  boolean at(String file, long line) {
    return all.stream().anyMatch(each -> each.line() == line && each.file().equals(file));
  }

  void clearLines() {
    lines.clear();
  }

  private void show(List<Point> now) {
    all.setAll(now);
  }

  private void wrote(Logpoint.Line line) {
    synchronized (came) {
      if (came.size() == MOST_LINES) {
        came.removeFirst();
      }
      came.addLast(line.text());
    }
    told.accept(true);
  }

  private void take() {
    List<String> next;
    synchronized (came) {
      next = List.copyOf(came);
      came.clear();
    }
    int over = lines.size() + next.size() - MOST_LINES;
    if (over > 0) {
      lines.remove(0, Math.min(over, lines.size()));
    }
    lines.addAll(next);
  }

  /// Removes them from the program; waits for it.
  @Override
  public void close() {
    logpoints.close();
  }
}
