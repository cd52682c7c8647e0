package dev.mooring.forward.running;

import dev.mooring.cluster.Cluster;
import dev.mooring.job.Subscription;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the tunnels notice, passed on to the forwards that run: followed while any does, and not
/// longer. Once the API server answers again or the machine has woken, the watches begin anew.
///
/// Thread-safe.
final class TunnelNews {
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Supplier<List<RunningForward>> running;
  private final Runnable after;
  private @Nullable Subscription following;
  private volatile ReachabilityEvent.@Nullable ServerSilent silent;

  /// @param running those that run now
  /// @param after called once they were told
  TunnelNews(
      Cluster cluster, Tunnels tunnels, Supplier<List<RunningForward>> running, Runnable after) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.running = running;
    this.after = after;
  }

  /// Called whenever forwards have started or ended.
  synchronized void follow() {
    boolean wanted = !running.get().isEmpty();
    Subscription present = following;
    if (wanted && present == null) {
      following = tunnels.follow(this::hear);
    } else if (!wanted && present != null) {
      present.close();
      following = null;
      silent = null;
    }
  }

  private void hear(ReachabilityEvent heard) {
    switch (heard) {
      case ReachabilityEvent.ServerSilent now -> silent = now;
      case ReachabilityEvent.ServerHeard ignored -> {
        silent = null;
        cluster.lookAgain();
      }
      case ReachabilityEvent.Woke ignored -> cluster.lookAgain();
      default -> {
        // About one pod.
      }
    }
    running.get().forEach(each -> each.hear(heard));
    after.run();
  }

  /// One that starts late missed what the others heard.
  void tell(RunningForward late) {
    ReachabilityEvent.ServerSilent now = silent;
    if (now != null) {
      late.hear(now);
    }
  }
}
