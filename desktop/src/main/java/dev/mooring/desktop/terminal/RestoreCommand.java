package dev.mooring.desktop.terminal;

import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Relaunched;
import dev.mooring.desktop.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes back what a relaunch left that crashed.
@Command(name = "restore")
final class RestoreCommand extends ClusterCommand {
  @Parameters(arity = "0..1", paramLabel = "TARGET")
  String target = "";

  @Option(names = {"-y", "--yes"})
  boolean yes;

  RestoreCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Debugger debugger = workspace.debugger();
    if (target.isEmpty()) {
      return list(debugger.leftRelaunched());
    }
    DebugTarget workload = new DebugTarget(workloadNamespace(workspace), target, "");
    Optional<Relaunched> left = debugger.relaunched(workload);
    if (left.isEmpty()) {
      say(Messages.of("nothing-to-restore", target), false);
      return 0;
    }
    Relaunched seen = left.get();
    output().note(Messages.of("would-be-restored", seen.workload()));
    seen.containers().forEach(each -> output().note("  " + each));
    // What somebody else may have written there is agreed to by a person only.
    if (!seen.ours()) {
      output().note(Messages.of("not-saved-here"));
    }
    if (!yes || !seen.ours()) {
      Question.confirm(output(), Messages.of("restore-it"));
    }
    debugger.restore(workload, seen);
    say(Messages.of("restored", seen.workload()), true);
    return 0;
  }

  private int list(List<String> left) {
    if (json()) {
      output().json(left);
    } else if (left.isEmpty()) {
      output().line(Messages.of("nothing-left-to-restore"));
    } else {
      left.forEach(each -> output().line(each));
    }
    return 0;
  }

  private void say(String words, boolean restored) {
    if (json()) {
      output().json(Map.of("restored", restored));
    } else {
      output().line(words);
    }
  }
}
