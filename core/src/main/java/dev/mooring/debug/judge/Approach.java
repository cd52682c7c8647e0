package dev.mooring.debug.judge;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.session.LocalEnd;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import java.net.InetSocketAddress;

/// One way to bring a debugger to a program.
public interface Approach {

  /// @throws MooringException with the reason; what was made until then is taken back, or ends by
  /// itself. The local end stays the caller's
  DebugSession begin(Request request, Progress progress) throws InterruptedException;

  /// @param judged nothing that it found forbids this approach
  /// @param local open, and leading nowhere yet
  record Request(
      DebugTarget wanted, DebugOptions options, Preflight.Judged judged, LocalEnd local) {

    /// What editors call the session.
    public String title() {
      return Messages.of("mooring", wanted.namespace(), wanted.workload());
    }

    public void listening(Progress progress) {
      InetSocketAddress address = local.address();
      progress.step(
          Messages.of("listening-on", address.getAddress().getHostAddress(), address.getPort()));
    }
  }
}
