package dev.mooring.debug.container;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Debug containers whose Delve has ended although they still wait for words of their Mooring: they
/// are in nobody's way and are sent away at once.
public final class EndedDebuggers {
  private static final Logger LOG = LoggerFactory.getLogger(EndedDebuggers.class);
  private static final Duration ASK = Duration.ofSeconds(3);
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Cluster cluster;
  private final Tunnels tunnels;

  public EndedDebuggers(Cluster cluster, Tunnels tunnels) {
    this.cluster = cluster;
    this.tunnels = tunnels;
  }

  /// @return whether there may have been any, so that the pod has to be looked at again
  public boolean sendAway(TargetContainer target) throws InterruptedException {
    boolean any = false;
    for (String each : target.debugContainers()) {
      any |= isOver(target, each);
    }
    long deadline = System.nanoTime() + END.toNanos();
    while (any && System.nanoTime() < deadline && stillThere(target)) {
      Thread.sleep(POLL);
    }
    return any;
  }

  private boolean isOver(TargetContainer target, String container) throws InterruptedException {
    try (Supervisor supervisor =
        new Supervisor(
            () -> tunnels.attach(target.pod().namespace(), target.pod().name(), container))) {
      boolean over =
          supervisor.ask("ping", ASK).stream().anyMatch(line -> line.startsWith("delve exited"));
      if (over) {
        supervisor.ask("quit", ASK);
      }
      return over;
    } catch (MooringException e) {
      // Perhaps it has just ended, which the pod's status tells a moment later.
      LOG.debug("{} does not answer: {}", container, e.problem());
      return true;
    }
  }

  private boolean stillThere(TargetContainer target) throws InterruptedException {
    Optional<KubeObject> pod = cluster.get(Kind.POD, target.pod().namespace(), target.pod().name());
    return pod.isPresent()
        && !new TargetContainer(pod.get(), target.name()).debugContainers().isEmpty();
  }
}
