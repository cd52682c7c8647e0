package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;

/// Lets a debugger in only where nothing is known that forbids it.
///
/// @param attempts what earlier ones showed
record Admission(Cluster cluster, Tunnels tunnels, Attempts attempts) {

  /// Sends debuggers away that are of no use to anybody.
  ///
  /// @throws MooringException with the first finding that forbids it
  Preflight.Judged admit(DebugTarget wanted) throws InterruptedException {
    Preflight.Judged judged = new Preflight(cluster, attempts).judge(wanted);
    if (new EndedDebuggers(cluster, tunnels).sendAway(judged.target())) {
      judged = new Preflight(cluster, attempts).judge(wanted);
    }
    Verdict verdict = judged.verdict();
    Optional<Finding> blocker = verdict.findings().stream().filter(Attempts::isCertain).findFirst();
    if (blocker.isPresent()) {
      Finding first = blocker.get();
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of("cannot-debug", wanted.workload()),
              first.words(),
              first.remedy(),
              String.join("\n", verdict.lines()))
          .raise();
    }
    return judged;
  }
}
