package dev.mooring.debug.judge;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.EndedDebuggers;
import dev.mooring.debug.subject.Attempts;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;
import java.util.function.Predicate;

/// Lets a debugger in only where nothing is known that forbids it.
///
/// @param attempts what earlier ones showed
public record Admission(Cluster cluster, Tunnels tunnels, Attempts attempts, Preflight preflight) {

  /// Sends debuggers away that are of no use to anybody.
  ///
  /// @throws MooringException with the first finding that forbids it
  public Preflight.Judged admit(DebugTarget wanted, DebugOptions options)
      throws InterruptedException {
    Preflight.Judged judged = preflight.judge(wanted);
    if (new EndedDebuggers(cluster, tunnels).sendAway(judged.target())) {
      judged = preflight.judge(wanted);
    }
    // Whoever names a process means another one than the container's first.
    boolean named = !options.process().isEmpty();
    refuse(
        wanted,
        judged.verdict(),
        each -> Attempts.isCertain(each) && !(named && ProgramVerdict.isOfProgram(each)));
    return judged;
  }

  /// The same for a copy, which does not attach to anything.
  ///
  /// @throws MooringException with the first finding that forbids it
  public Preflight.Judged admitCopy(DebugTarget wanted) throws InterruptedException {
    Review.of(cluster, Needs.debugCopy(wanted.namespace()))
        .demand(Messages.of("cannot-debug", wanted.workload()));
    Preflight.Judged judged = preflight.judge(wanted);
    refuse(wanted, judged.verdict(), CopyOffer::forbids);
    return judged;
  }

  private static void refuse(DebugTarget wanted, Verdict verdict, Predicate<Finding> forbids) {
    Optional<Finding> blocker = verdict.findings().stream().filter(forbids).findFirst();
    if (blocker.isPresent()) {
      Finding first = blocker.get();
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of("cannot-debug", wanted.workload()),
              first.words(),
              verdict.copyable() ? CopyOffer.remedy(wanted, verdict.container()) : first.remedy(),
              String.join("\n", verdict.lines()))
          .raise();
    }
  }
}
