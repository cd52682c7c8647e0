package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A lane by port-forward through the API server, supervised as every forward is.
abstract class ForwardedLane extends WarmLane<ReadyPod> {
  /// For a ready pod; whoever waits longer dials again.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration FIRST_LIST = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final RegistryPlace registry;
  private final Target target;
  private final Observed<Standing> standing = new Observed<>(new Standing.Absent(notLookedYet()));
  private final Object change = new Object();
  private @Nullable Reach pods;
  private @Nullable Problem trouble;
  private @Nullable Problem gone;
  private boolean closed;

  ForwardedLane(
      Cluster cluster,
      Tunnels tunnels,
      RegistryPlace registry,
      Target target,
      Handshake<ReadyPod> handshake) {
    super(handshake);
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.registry = registry;
    this.target = target;
  }

  private static Problem notLookedYet() {
    return new Problem(
        Code.REGISTRY_UNREACHABLE,
        Messages.of("not-connected"),
        Messages.of("not-checked-yet"),
        Remedy.none());
  }

  /// Why there is nothing at the end of this lane, where that is known for certain. Asked while no
  /// pod is ready.
  abstract Optional<Problem> missing() throws InterruptedException;

  /// How it stands while no pod is ready.
  ///
  /// @param replaced whether one is being deleted whose successor is not ready yet
  Standing waiting(Problem why, boolean replaced) {
    return new Standing.Interrupted(why);
  }

  final Cluster cluster() {
    return cluster;
  }

  @Override
  public final Observed<Standing> standing() {
    return standing;
  }

  @Override
  public void look() throws InterruptedException {
    Reach present = pods();
    if (present == null) {
      try {
        Review.of(cluster, Needs.forward(target.namespace(), target.owner()))
            .demand(Messages.of("cannot-reach", registry.words(), route()));
      } catch (MooringException e) {
        standing.set(new Standing.Absent(e.problem()));
        return;
      }
      present = begin();
    }
    present.check(tunnels);
    Problem missing = present.standing().pods().isEmpty() ? missing().orElse(null) : null;
    synchronized (change) {
      gone = missing;
    }
    judge(present);
    tidy();
  }

  private @Nullable Reach pods() {
    synchronized (change) {
      return pods;
    }
  }

  private Reach begin() throws InterruptedException {
    Reach fresh = new Reach(cluster, target, PodSelection.STICKY, PATIENCE);
    synchronized (change) {
      if (closed) {
        fresh.close();
        return fresh;
      }
      pods = fresh;
    }
    fresh.awaitFirst(FIRST_LIST);
    fresh.subscribe(
        ignored -> {
          judge(fresh);
          tidy();
        });
    return fresh;
  }

  private void judge(Reach present) {
    standing.update(ignored -> judged(present));
  }

  private Standing judged(Reach present) {
    dev.mooring.forward.reach.Standing now = present.standing();
    Problem missing;
    Problem troubled;
    synchronized (change) {
      missing = gone;
      troubled = trouble;
    }
    if (now.why().isEmpty()) {
      return troubled == null ? new Standing.Reachable() : new Standing.Interrupted(troubled);
    }
    return missing != null && now.pods().isEmpty() && now.answering()
        ? new Standing.Absent(missing)
        : waiting(
            new Problem(
                Code.REGISTRY_UNREACHABLE,
                Messages.of("cannot-reach-2", registry.words()),
                now.why(),
                new Remedy.Command(
                    Messages.of("check-its-pods"), "kubectl get pods -n " + target.namespace())),
            present.replaced());
  }

  /// What only a connection through the lane can tell.
  final void trouble(@Nullable Problem why) {
    synchronized (change) {
      trouble = why;
    }
    Reach present = pods();
    if (present != null) {
      judge(present);
    }
  }

  @Override
  final Upstream<ReadyPod> reach() throws InterruptedException {
    Reach present = pods();
    if (present == null) {
      throw why().raise();
    }
    return present.reach(this::open);
  }

  private Problem why() {
    return switch (standing.get()) {
      case Standing.Absent absent -> absent.why();
      case Standing.Interrupted interrupted -> interrupted.why();
      case Standing.Replaced replaced -> replaced.why();
      case Standing.Reachable ignored -> notLookedYet();
    };
  }

  @Override
  final boolean leadsTo(ReadyPod pod) {
    Reach present = pods();
    return present != null && present.standing().pods().contains(pod);
  }

  @Override
  final boolean stays(ReadyPod pod) {
    Reach present = pods();
    return present != null && present.stays(pod);
  }

  @Override
  final ByteStream raw(ReadyPod pod) throws InterruptedException {
    return tunnels.open(pod.port());
  }

  @Override
  public final void hear(ReachabilityEvent event) {
    super.hear(event);
    Reach present = pods();
    if (present != null) {
      present.hear(event);
    }
  }

  @Override
  public void close() {
    Reach ending;
    synchronized (change) {
      closed = true;
      ending = pods;
    }
    if (ending != null) {
      ending.close();
    }
    super.close();
  }
}
