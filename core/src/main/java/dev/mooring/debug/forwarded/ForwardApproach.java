package dev.mooring.debug.forwarded;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.judge.Approach;
import dev.mooring.debug.running.RunningDebugger;
import dev.mooring.job.Progress;
import dev.mooring.tunnel.Tunnels;
import java.util.function.Consumer;

/// Leads to a debugger that the container runs itself; nothing is added to the pod.
public record ForwardApproach(
    Cluster cluster, Tunnels tunnels, Patience timing, Consumer<DebugSession> closed)
    implements Approach {

  @Override
  public ForwardedSession begin(Request request, Progress progress) throws InterruptedException {
    RunningDebugger running = request.judged().running().orElseThrow();
    ForwardedSession session =
        new ForwardedSession(
            cluster,
            tunnels,
            request.judged(),
            running,
            request.local(),
            request.title(),
            timing,
            closed);
    try {
      session.greet();
    } catch (InterruptedException | RuntimeException e) {
      session.close();
      throw e;
    }
    progress.step(running.words());
    request.listening(progress);
    return session;
  }
}
