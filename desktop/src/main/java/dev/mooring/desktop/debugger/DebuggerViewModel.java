package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.ProgramCode;
import dev.mooring.debug.inspect.Stop;
import dev.mooring.debug.inspect.Variables;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// A program that is debugged: what it does, what it stands at, and how it goes on. On the UI's
/// thread. Closing leaves the program as it is, its breakpoints too.
public final class DebuggerViewModel implements AutoCloseable {
  private static final String BEGIN = "main.main";

  private final Debugged debugged;
  private final Inspection inspection;
  private final Asking orders;
  private final StacksViewModel stacks;
  private final CodeViewModel code;
  private final VariablesViewModel variables;
  private final BreakpointsViewModel breakpoints;
  private final LogpointsViewModel logpoints;
  private final Following following;
  private final ReadOnlyObjectWrapper<Situation> situation =
      new ReadOnlyObjectWrapper<>(new Situation.Connecting());
  private final ReadOnlyObjectWrapper<@Nullable Problem> trouble = new ReadOnlyObjectWrapper<>();
  private final Ui ui;
  private boolean begun;

  /// The stop in view has just come.
  private boolean fresh;
  private boolean moving;

  public DebuggerViewModel(Debugged debugged, SettingsFile settings, Jobs reads, Ui ui) {
    this.debugged = debugged;
    this.ui = ui;
    inspection = new Inspection(debugged.delve());
    Consumer<Problem> told = trouble::set;
    orders = new Asking(reads, ui, told);
    stacks = new StacksViewModel(inspection, new Asking(reads, ui, told), this::chosen);
    code =
        new CodeViewModel(
            debugged.sources(), new ProgramCode(inspection), new Asking(reads, ui, told), settings);
    variables = new VariablesViewModel(new Variables(inspection), new Asking(reads, ui, told));
    breakpoints = new BreakpointsViewModel(inspection, new Asking(reads, ui, told));
    logpoints =
        new LogpointsViewModel(inspection, debugged.delve(), new Asking(reads, ui, told), ui);
    following =
        new Following(
            inspection::state,
            new Following.Told() {
              @Override
              public void saw(Stop now) {
                ui.execute(() -> DebuggerViewModel.this.saw(now));
              }

              @Override
              public void held() throws InterruptedException {
                inspection.resume();
              }

              @Override
              public void silent(Problem why) {
                ui.execute(() -> DebuggerViewModel.this.silent(why));
              }
            });
  }

  /// Out of view, the program is looked at more rarely.
  public void inView(boolean now) {
    following.inView(now);
  }

  Debugged debugged() {
    return debugged;
  }

  ReadOnlyObjectProperty<Situation> situation() {
    return situation.getReadOnlyProperty();
  }

  /// What went wrong last; null for nothing.
  ReadOnlyObjectProperty<@Nullable Problem> trouble() {
    return trouble.getReadOnlyProperty();
  }

  void dismissTrouble() {
    trouble.set(null);
  }

  StacksViewModel stacks() {
    return stacks;
  }

  CodeViewModel code() {
    return code;
  }

  VariablesViewModel variables() {
    return variables;
  }

  BreakpointsViewModel breakpoints() {
    return breakpoints;
  }

  LogpointsViewModel logpoints() {
    return logpoints;
  }

  private void saw(Stop now) {
    stacks.clear();
    switch (now.state()) {
      case RUNNING -> {
        variables.clear();
        code.leave();
        situation.set(new Situation.Running());
        begin();
      }
      case STOPPED -> {
        begun = true;
        fresh = true;
        situation.set(new Situation.Stopped(now, Instant.now()));
        stacks.show(now.goroutine());
      }
      case EXITED -> {
        variables.clear();
        code.leave();
        situation.set(new Situation.Exited(now.detail()));
      }
    }
  }

  /// Another program may be there when Delve answers again.
  private void silent(Problem why) {
    begun = false;
    code.forget();
    stacks.clear();
    variables.clear();
    situation.set(new Situation.Silent(why));
  }

  /// So that there is a source to set breakpoints in.
  private void begin() {
    if (!begun) {
      begun = true;
      breakpoints.list();
      orders.ask(
          Messages.of("reading-the-source"),
          progress -> inspection.place(BEGIN),
          place -> code.open(place.file(), place.line()),
          problem -> {});
    }
  }

  private void chosen(long goroutine, int index, Frame frame) {
    code.show(frame);
    variables.show(goroutine, index, this::listTheRest);
  }

  /// After what somebody waits for at a stop.
  private void listTheRest() {
    if (fresh) {
      fresh = false;
      breakpoints.list();
      stacks.list();
    }
  }

  void resume() {
    move(
        Messages.of("continuing"),
        () -> {
          inspection.resume();
          following.anew();
        });
  }

  void pause() {
    move(Messages.of("pausing"), () -> told(inspection.halt()));
  }

  void step(Inspection.Step step) {
    if (situation.get().isStopped()) {
      move(Messages.of("stepping"), () -> told(inspection.step(step)));
    }
  }

  private void told(Stop now) {
    following.knows(now);
    ui.execute(() -> saw(now));
  }

  /// Something that moves the program.
  @FunctionalInterface
  private interface Move {
    void make() throws InterruptedException;
  }

  /// One at a time: keys come faster than the program moves.
  private void move(String title, Move move) {
    if (moving) {
      return;
    }
    moving = true;
    trouble.set(null);
    following.hold();
    orders.order(
        title,
        progress -> {
          boolean made = false;
          try {
            move.make();
            made = true;
          } finally {
            if (!made) {
              following.anew();
            }
            ui.execute(() -> moving = false);
          }
          return "";
        },
        done -> {});
  }

  /// Where a breakpoint is set or taken away by a click or a key.
  void toggleBreakpoint(long line) {
    Code shown = code.code().get();
    if (!shown.assembly() && !shown.file().isEmpty()) {
      breakpoints.toggle(shown.file(), line, trouble::set);
    }
  }

  private void end() {
    logpoints.close();
    inspection.close();
  }

  @Override
  public void close() {
    following.close();
    // Waits for the network, which the UI's thread must not.
    Thread.ofVirtual().name("debugger-end").start(this::end);
  }
}
