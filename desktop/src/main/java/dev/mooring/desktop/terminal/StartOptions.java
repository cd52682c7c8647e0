package dev.mooring.desktop.terminal;

import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Mode;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import picocli.CommandLine.Option;

/// Whether a program is attached to or started anew under the debugger, and how.
final class StartOptions {
  @Option(names = "--copy")
  boolean copy;

  @Option(names = "--traffic")
  boolean traffic;

  @Option(names = "--relaunch")
  boolean relaunch;

  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Option(names = "--stop-at", paramLabel = "FUNCTION")
  String stopAt = "";

  /// @throws dev.mooring.problem.MooringException for options that make no sense together
  Mode mode() {
    if (copy && relaunch) {
      throw wrong("--relaunch", Messages.of("copy-changes-nothing"), Messages.of("choose-one"));
    }
    if (traffic && !copy) {
      throw wrong("--traffic", Messages.of("only-copies-have-a-choice"), Messages.of("add-copy"));
    }
    if (!stopAt.isEmpty() && !copy && !relaunch) {
      throw wrong("--stop-at", Messages.of("attaching-starts-nothing"), Messages.of("add-copy"));
    }
    if (relaunch) {
      return Mode.relaunch().stoppingAt(stopAt);
    }
    return copy ? Mode.copy().withTraffic(traffic).stoppingAt(stopAt) : Mode.attach();
  }

  /// Asks before anything is changed that others use.
  void confirm(Debugger debugger, DebugTarget target, Output output) throws InterruptedException {
    List<String> changes = debugger.consequences(target, mode());
    if (!changes.isEmpty() && !yes) {
      changes.forEach(output::note);
      Question.confirm(output, Messages.of("relaunch-it"));
    }
  }

  String howToEnd() {
    if (relaunch) {
      return Messages.of("ctrl-c-restores");
    }
    return copy
        ? Messages.of("ctrl-c-deletes-the-copy")
        : Messages.of("ctrl-c-detaches-the-application-keeps");
  }

  String ending() {
    if (relaunch) {
      return Messages.of("restoring-the-workload");
    }
    return copy ? Messages.of("deleting-the-copy") : Messages.of("detaching");
  }

  private static RuntimeException wrong(String option, String why, String whatToDo) {
    return new Problem(
            Code.INVALID_VALUE, Messages.of("needs-copy", option), why, new Remedy.Advice(whatToDo))
        .raise();
  }
}
