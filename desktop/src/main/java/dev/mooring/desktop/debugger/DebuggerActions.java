package dev.mooring.desktop.debugger;

import dev.mooring.debug.inspect.Inspection.Step;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.kordamp.ikonli.feather.Feather;

/// What moves the program, with the keys of GoLand first and those of VS Code after them. F9 is the
/// one key that they disagree about: it continues, as in GoLand.
final class DebuggerActions {
  private final ReadOnlyBooleanWrapper stopped = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final Action resume;
  private final Action pause;
  private final Action over;
  private final Action into;
  private final Action out;
  private final Action toggle;
  private final Action evaluate;
  private final Action back;

  /// @param toggleHere sets or takes away a breakpoint at the selected line
  /// @param ask goes to where an expression is entered
  /// @param leave goes back to the workloads
  DebuggerActions(DebuggerViewModel model, Runnable toggleHere, Runnable ask, Runnable leave) {
    model.situation().subscribe(this::update);
    resume =
        of("continue", Messages.of("continue"), Feather.PLAY, "F9 F5", model::resume)
            .withCommand("mooring debug continue")
            .when(stopped);
    pause = of("pause", Messages.of("pause"), Feather.PAUSE, "F6", model::pause).when(running);
    over =
        of(
                "over",
                Messages.of("over"),
                Feather.CORNER_RIGHT_DOWN,
                "F8 F10",
                () -> step(model, Step.OVER))
            .withCommand("mooring debug next")
            .when(stopped);
    into =
        of("into", Messages.of("into"), Feather.ARROW_DOWN, "F7 F11", () -> step(model, Step.INTO))
            .withCommand("mooring debug step")
            .when(stopped);
    out =
        of(
                "out",
                Messages.of("out"),
                Feather.ARROW_UP,
                "Shift+F8 Shift+F11",
                () -> step(model, Step.OUT))
            .withCommand("mooring debug stepout")
            .when(stopped);
    toggle =
        of("toggle", Messages.of("toggle-breakpoint"), Feather.DISC, "Shortcut+F8", toggleHere)
            .withCommand("mooring debug break");
    evaluate =
        of("evaluate", Messages.of("evaluate-expression"), Feather.HELP_CIRCLE, "Alt+F8", ask)
            .withCommand("mooring debug eval");
    back = of("back", Messages.of("back-to-workloads"), Feather.ARROW_LEFT, "Alt+Left", leave);
  }

  private static Action of(String id, String words, Feather icon, String keys, Runnable run) {
    return Action.of("debugger." + id, words, icon, run).withKey(Reach.PLACE, keys);
  }

  private static void step(DebuggerViewModel model, Step step) {
    model.step(step);
  }

  private void update(Situation now) {
    stopped.set(now.isStopped());
    running.set(now instanceof Situation.Running);
  }

  Action resume() {
    return resume;
  }

  Action pause() {
    return pause;
  }

  Action over() {
    return over;
  }

  Action into() {
    return into;
  }

  Action out() {
    return out;
  }

  Action back() {
    return back;
  }

  List<Action> all() {
    return List.of(resume, pause, over, into, out, toggle, evaluate, back);
  }
}
