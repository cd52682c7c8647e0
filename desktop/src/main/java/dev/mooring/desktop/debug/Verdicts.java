package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// What debugging can do with workloads: worked out when first asked for, some at once. Used on the
/// UI's thread.
final class Verdicts {
  private static final int AT_ONCE = 4;

  private final Debugger debugger;
  private final Jobs reads;
  private final Ui ui;
  private final Semaphore judging = new Semaphore(AT_ONCE);
  private final Map<String, Fetched<Verdict>> known = new HashMap<>();

  Verdicts(Debugger debugger, Jobs reads, Ui ui) {
    this.debugger = debugger;
    this.reads = reads;
    this.ui = ui;
  }

  Fetched<Verdict> of(Workload workload) {
    return known.computeIfAbsent(
        workload.namespace() + "/" + workload.reference(),
        ignored -> {
          Fetched<Verdict> made =
              new Fetched<>(Messages.of("checking", workload.reference()), reads, ui);
          judge(made, workload);
          return made;
        });
  }

  /// Works it out anew; what is shown follows.
  void again(Workload workload) {
    judge(of(workload), workload);
  }

  /// The next question for each works it out anew.
  void forget() {
    known.clear();
  }

  private void judge(Fetched<Verdict> into, Workload workload) {
    into.fetch(
        progress -> {
          judging.acquire();
          try {
            return debugger.judge(new DebugTarget(workload.namespace(), workload.reference(), ""));
          } finally {
            judging.release();
          }
        });
  }
}
