package dev.mooring.debug.relaunch;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.Mode;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.copy.Control;
import dev.mooring.debug.copy.CopyPod;
import dev.mooring.debug.copy.CopyStart;
import dev.mooring.debug.copy.ProgramLook;
import dev.mooring.debug.subject.SavedTemplate;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a debugger to each pod of a relaunched workload, as the cluster makes them. The first is
/// the session's; in the others the program is let run at once.
final class RelaunchedPods implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RelaunchedPods.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BEGUN = Duration.ofMinutes(5);
  private static final Duration ASK = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final TargetContainer target;
  private final ProgramLook.Known known;
  private final int port;
  private final String id;
  private final Progress progress;
  private final Set<String> seen = new HashSet<>();
  private final CompletableFuture<TargetContainer> first = new CompletableFuture<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// @param target the container, in a pod from before
  /// @param port of the debugger in each pod
  /// @param id of the change, by which its pods are known
  RelaunchedPods(
      Cluster cluster,
      Tunnels tunnels,
      TargetContainer target,
      ProgramLook.Known known,
      int port,
      String id,
      Progress progress) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.target = target;
    this.known = known;
    this.port = port;
    this.id = id;
    this.progress = progress;
    threads.execute(this::watch);
  }

  /// The container of the first pod, once its program waits under the debugger.
  ///
  /// @throws MooringException with the reason when there is none in time
  TargetContainer first() throws InterruptedException {
    try {
      return first.get(BEGUN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MooringException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new Problem(
              Code.NOT_READY,
              Messages.of("cannot-debug-container", target.name()),
              Messages.of("no-pod-was-relaunched", BEGUN.toSeconds()),
              new Remedy.Advice(Messages.of("see-what-the-pod-reports-then")))
          .raise(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void watch() {
    try {
      while (!threads.isShutdown()) {
        try {
          for (KubeObject each : cluster.list(Kind.POD, target.pod().namespace(), "")) {
            boolean ours = each.annotations().getOrDefault(SavedTemplate.KEY, "").equals(id);
            if (ours && !each.deleting() && seen.add(each.uid())) {
              boolean session = seen.size() == 1;
              threads.execute(() -> bring(each, session));
            }
          }
        } catch (MooringException e) {
          LOG.debug("the workload's pods were not seen: {}", e.problem());
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void bring(KubeObject pod, boolean session) {
    try {
      TargetContainer started = started(pod);
      if (session) {
        first.complete(started);
        return;
      }
      try (Control control =
          known
              .runtime()
              .control(
                  known.program(),
                  started,
                  () -> tunnels.open(new PodPort(pod.namespace(), pod.name(), port)),
                  port)) {
        control.begin(Mode.ENTRY);
        control.resume();
      }
      progress.step(Messages.of("runs-beside-it", pod.name()));
    } catch (MooringException e) {
      if (session) {
        first.completeExceptionally(e);
      } else {
        LOG.warn("pod {} does not run: {}", pod.name(), e.problem());
        progress.step(e.problem().what() + ": " + e.problem().why());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private TargetContainer started(KubeObject pod) throws InterruptedException {
    CopyStart start = CopyStart.of(cluster, pod);
    if (known.runtime().brings()) {
      start.awaitRunning(CopyPod.HELPER, BEGUN);
      try (Supervisor supervisor =
          new Supervisor(() -> tunnels.attach(pod.namespace(), pod.name(), CopyPod.HELPER))) {
        known.runtime().bring(known.program(), known.image(), supervisor, progress);
        supervisor.ask("quit", ASK);
      }
    }
    return new TargetContainer(start.awaitRunning(target.name(), BEGUN), target.name());
  }
}
