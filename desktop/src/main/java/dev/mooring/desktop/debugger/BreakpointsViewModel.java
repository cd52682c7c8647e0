package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Breakpoint;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The breakpoints of the program, whoever set them. Planting one stops a running program for
/// milliseconds. On the UI's thread.
final class BreakpointsViewModel {
  private final Inspection inspection;
  private final Asking asking;
  private final ObservableList<Breakpoint> all = FXCollections.observableArrayList();

  BreakpointsViewModel(Inspection inspection, Asking asking) {
    this.inspection = inspection;
    this.asking = asking;
  }

  ObservableList<Breakpoint> all() {
    return all;
  }

  void list() {
    asking.order(
        Messages.of("reading-the-breakpoints"), progress -> inspection.breakpoints(), this::show);
  }

  /// @param place as in Delve's `break`: "main.go:41", "main.handle"
  /// @param condition empty for none
  void add(String place, String condition, Runnable added, Consumer<Problem> failed) {
    asking.ask(
        Messages.of("setting-a-breakpoint"),
        progress -> {
          inspection.addBreakpoint(place.strip(), condition.strip());
          return inspection.breakpoints();
        },
        now -> {
          show(now);
          added.run();
        },
        failed);
  }

  void remove(Breakpoint breakpoint) {
    asking.order(
        Messages.of("removing-a-breakpoint"),
        progress -> {
          inspection.removeBreakpoint(breakpoint.id());
          return inspection.breakpoints();
        },
        this::show);
  }

  Optional<Breakpoint> at(String file, long line) {
    return all.stream().filter(each -> each.line() == line && each.file().equals(file)).findFirst();
  }

  /// Sets one there, or takes away the one that is there.
  void toggle(String file, long line, Consumer<Problem> failed) {
    at(file, line)
        .ifPresentOrElse(this::remove, () -> add(file + ":" + line, "", () -> {}, failed));
  }

  private void show(List<Breakpoint> now) {
    if (!all.equals(now)) {
      all.setAll(now);
    }
  }
}
