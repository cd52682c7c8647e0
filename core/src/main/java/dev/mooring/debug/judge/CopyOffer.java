package dev.mooring.debug.judge;

import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Verdict;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Set;

/// Where a copy helps although attaching is not possible, and where it doesn't either.
public final class CopyOffer {
  /// What stands in the way of attaching only: the program of a copy begins anew, traced by its
  /// parent, in a pod without another debugger.
  private static final Set<String> OVERCOME =
      Set.of(
          "debug.refused",
          "debug.attached",
          "debug.container",
          "debug.static-pod",
          "rights.debug",
          ProgramVerdict.RUNTIME);

  private static final Set<Code> REFUSALS =
      Set.of(Code.DEBUG_NOT_PERMITTED, Code.DEBUG_CONTAINER_REFUSED);

  private CopyOffer() {}

  /// Whether a finding says that a copy is not possible either.
  static boolean forbids(Finding finding) {
    return finding.level() == Finding.Level.BLOCKER && !OVERCOME.contains(finding.id());
  }

  static Finding finding(DebugTarget wanted, String container) {
    return Finding.warning(
        Verdict.COPY,
        Messages.of("copy"),
        Messages.of("a-copy-can-be-debugged"),
        remedy(wanted, container));
  }

  /// The failure of an attach, with the way round it where a copy is one.
  public static MooringException instead(MooringException failed, DebugTarget target) {
    Problem problem = failed.problem();
    return REFUSALS.contains(problem.code())
        ? new Problem(
                problem.code(),
                problem.what(),
                problem.why(),
                remedy(target, target.container()),
                problem.detail())
            .raise(failed)
        : failed;
  }

  static Remedy remedy(DebugTarget target, String container) {
    return new Remedy.Command(
        Messages.of("debug-a-copy"),
        "mooring debug "
            + target.workload()
            + " -n "
            + target.namespace()
            + (container.isEmpty() ? "" : " -c " + container)
            + " --copy");
  }
}
