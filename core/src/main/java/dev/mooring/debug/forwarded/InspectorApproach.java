package dev.mooring.debug.forwarded;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.delve.Limit;
import dev.mooring.debug.judge.Approach;
import dev.mooring.debug.program.ContainerProcesses;
import dev.mooring.debug.program.ProgramInProcess;
import dev.mooring.debug.program.TargetProgram;
import dev.mooring.debug.running.RunningInspector;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.function.Consumer;

/// Opens the inspector of a running Node.js by SIGUSR1 (Node.js, "Signal events"), sent by a shell
/// that the container has itself, and leads to it. Nothing is added to the pod.
///
/// The inspector listens at the port that the program's own words name, else at Node's
/// default, on the pod's loopback. Needs `create` of `pods/exec` and an image with a shell; a
/// program that does not catch the signal would end by it, so it is not sent then.
public record InspectorApproach(
    Cluster cluster, Tunnels tunnels, Patience timing, Consumer<DebugSession> closed)
    implements Approach {
  private static final Duration OPENS = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofMillis(200);

  @Override
  public ForwardedSession begin(Request request, Progress progress) throws InterruptedException {
    TargetContainer target = request.judged().target();
    ContainerProcesses processes = new ContainerProcesses(tunnels, target);
    TargetProgram program =
        Limit.within(OPENS, () -> new ProgramInProcess(tunnels, target).read())
            .flatMap(each -> each)
            .filter(TargetProgram::wakes)
            .orElseThrow(
                () -> cannot(target, Messages.of("node-is-not-seen"), Messages.of("debug-a-copy")));
    if (!processes.catches(program.pid(), ContainerProcesses.SIGUSR1)) {
      throw cannot(target, Messages.of("node-takes-no-signal"), Messages.of("debug-a-copy"));
    }
    RunningInspector inspector =
        new RunningInspector(
            RunningInspector.portOf(program.launch().words()),
            target.spec().at("workingDir").textOrEmpty());
    progress.step(Messages.of("is", program.name(), program.kind()));
    if (!processes.listens(inspector.port())) {
      processes.signal(program.pid(), "USR1");
      awaitOpen(processes, target, inspector.port());
      progress.step(Messages.of("opened-the-inspector", program.pid()));
    }
    PodPort place = new PodPort(target.pod().namespace(), target.pod().name(), inspector.port());
    inspector.check(() -> tunnels.open(place));
    ForwardedSession session =
        new ForwardedSession(
            cluster,
            tunnels,
            request.judged(),
            inspector,
            request.local(),
            request.title(),
            timing,
            closed);
    request.listening(progress);
    return session;
  }

  private static void awaitOpen(ContainerProcesses processes, TargetContainer target, int port)
      throws InterruptedException {
    long deadline = System.nanoTime() + OPENS.toNanos();
    while (!processes.listens(port)) {
      if (System.nanoTime() > deadline) {
        throw cannot(
            target,
            Messages.of("node-did-not-open", OPENS.toSeconds()),
            Messages.of("see-what-the-app-logs"));
      }
      Thread.sleep(PAUSE);
    }
  }

  private static MooringException cannot(TargetContainer target, String why, String whatToDo) {
    return new Problem(
            Code.DEBUG_NOT_POSSIBLE,
            Messages.of("cannot-debug-container", target.name()),
            why,
            new Remedy.Advice(whatToDo))
        .raise();
  }
}
