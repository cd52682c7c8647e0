package dev.mooring.desktop.debug;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What debugging can do with workloads: worked out when first asked for, some at once. Used on the
/// UI's thread.
final class Verdicts {
  private static final int AT_ONCE = 4;

  private final Debugger debugger;
  private final Jobs reads;
  private final Ui ui;
  private final Semaphore judging = new Semaphore(AT_ONCE);
  private final Map<String, Fetched<Candidates>> known = new HashMap<>();

  Verdicts(Debugger debugger, Jobs reads, Ui ui) {
    this.debugger = debugger;
    this.reads = reads;
    this.ui = ui;
  }

  Fetched<Candidates> of(Workload workload) {
    return known.computeIfAbsent(
        key(workload),
        ignored -> {
          Fetched<Candidates> made =
              new Fetched<>(Messages.of("checking", workload.reference()), reads, ui);
          judge(made, () -> debugger.candidates(target(workload)));
          return made;
        });
  }

  /// What was worked out of it so far.
  Optional<Candidates> known(Workload workload) {
    return Optional.ofNullable(known.get(key(workload))).map(Fetched::value);
  }

  private static String key(Workload workload) {
    return workload.namespace() + "/" + workload.reference();
  }

  /// Works it out again, after a session or an attempt; what is shown follows.
  void again(Workload workload) {
    judge(of(workload), () -> debugger.candidates(target(workload)));
  }

  /// The same without what attempts showed: the user changed something.
  void anew(Workload workload) {
    judge(of(workload), () -> debugger.candidatesAnew(target(workload)));
  }

  /// Of a pod, a Service or labels; nothing is kept.
  Fetched<Candidates> of(Target target) {
    Fetched<Candidates> made = new Fetched<>(Messages.of("checking", target.words()), reads, ui);
    judge(made, () -> debugger.candidates(new DebugTarget(target.namespace(), target.words(), "")));
    return made;
  }

  /// The next question for each works it out anew.
  void forget() {
    known.clear();
  }

  private static DebugTarget target(Workload workload) {
    return new DebugTarget(workload.namespace(), workload.reference(), "");
  }

  /// Asks the cluster.
  private interface Question {
    Candidates ask() throws InterruptedException;
  }

  private void judge(Fetched<Candidates> into, Question question) {
    into.fetch(
        progress -> {
          judging.acquire();
          try {
            return question.ask();
          } finally {
            judging.release();
          }
        });
  }
}
