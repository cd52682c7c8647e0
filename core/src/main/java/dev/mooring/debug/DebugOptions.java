package dev.mooring.debug;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// @param helperImage has dlv at `/dbg/go/bin/dlv` and a shell; empty where Mooring finds Delve
/// @param localPort 0 for the one that the workload usually has
/// @param localSource a directory in or above the user's sources; empty when not known
/// @param process number or name of the process in the container; empty for the one that the
/// container runs
/// @param mode how the debugger comes to it
public record DebugOptions(
    String helperImage, int localPort, String localSource, String process, Mode mode) {

  /// @throws dev.mooring.problem.MooringException when the port is none
  public DebugOptions {
    if (localPort < 0 || localPort > 65_535) {
      throw new Problem(
              Code.INVALID_PORT,
              Messages.of("cannot-listen-on-port", localPort),
              Messages.of("ports-end-at"),
              new Remedy.Advice(Messages.of("choose-another-port")))
          .raise();
    }
  }

  /// Attaches to a process.
  public DebugOptions(String helperImage, int localPort, String localSource, String process) {
    this(helperImage, localPort, localSource, process, Mode.attach());
  }

  /// Attaches to the process that the container runs.
  public DebugOptions(String helperImage, int localPort, String localSource) {
    this(helperImage, localPort, localSource, "");
  }

  public DebugOptions with(Mode other) {
    return new DebugOptions(helperImage, localPort, localSource, process, other);
  }
}
