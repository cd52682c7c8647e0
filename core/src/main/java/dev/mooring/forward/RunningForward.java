package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.Tunnels;
import org.jspecify.annotations.Nullable;

/// A forward that listens: its pods, its listener, and what they tell. Closing resets its
/// connections.
final class RunningForward implements AutoCloseable {
  private final ForwardSpec spec;
  private final TargetPods pods;
  private final @Nullable SpareDialer spare;
  private final LoopbackListener listener;
  private final Rates rates = new Rates(System.nanoTime());
  private final Subscription changes;

  private RunningForward(
      ForwardSpec spec,
      TargetPods pods,
      @Nullable SpareDialer spare,
      LoopbackListener listener,
      Subscription changes) {
    this.spec = spec;
    this.pods = pods;
    this.spare = spare;
    this.listener = listener;
    this.changes = changes;
  }

  /// @param changed called when the pods change, on the watch's thread
  /// @throws MooringException when the port is taken
  static RunningForward start(
      ForwardSpec spec, Cluster cluster, Tunnels tunnels, ForwardLog log, Runnable changed)
      throws InterruptedException {
    TargetPods pods = new TargetPods(cluster, spec.target(), spec.pick());
    SpareDialer spare = spec.spare() ? new SpareDialer(pods, tunnels) : null;
    Dialer straight = spare == null ? () -> pods.reach(pod -> tunnels.open(pod.port())) : spare;
    Dialer dialer =
        spec.requests() ? () -> new ObservedStream(straight.dial(), log.view()) : straight;
    try {
      LoopbackListener listener =
          LoopbackListener.listen(
              spec.local().addresses(),
              spec.local().port(),
              dialer,
              null,
              failure -> log.connectionFailed(failure.problem()));
      return new RunningForward(
          spec,
          pods,
          spare,
          listener,
          pods.standing()
              .subscribe(
                  standing -> {
                    log.standing(standing);
                    changed.run();
                  }));
    } catch (MooringException | InterruptedException e) {
      pods.close();
      throw e;
    }
  }

  ForwardStatus status() {
    if (spare != null) {
      spare.tidy();
    }
    TargetPods.Standing now = pods.standing().get();
    rates.look(System.nanoTime(), listener.received() + listener.sent());
    return new ForwardStatus(
        spec,
        now.why().isEmpty() ? new State.Active() : new State.Waiting(now.why()),
        listener.addresses(),
        now.pods().stream().map(each -> each.port().pod()).toList(),
        listener.connections(),
        listener.received(),
        listener.sent(),
        rates.all());
  }

  @Override
  public void close() {
    changes.close();
    listener.close();
    if (spare != null) {
      spare.close();
    }
    pods.close();
  }
}
