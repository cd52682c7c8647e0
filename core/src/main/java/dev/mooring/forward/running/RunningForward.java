package dev.mooring.forward.running;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Local;
import dev.mooring.forward.Target;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.Standing;
import dev.mooring.forward.tls.LocalTls;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A forward that listens: its pods, its listener, and what they tell. Closing resets its
/// connections.
final class RunningForward implements AutoCloseable {
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(1);
  private static final Duration FIRST_LIST = Duration.ofSeconds(1);

  private final ForwardSpec spec;
  private final Reach pods;
  private final @Nullable SpareDialer spare;
  private final Tunnels tunnels;
  private final @Nullable LocalTls tls;
  private final LoopbackListener listener;
  private final Rates rates = new Rates(System.nanoTime());
  private final @Nullable MeshForward mesh;
  private final Subscription changes;
  private final AtomicBoolean checking = new AtomicBoolean();

  private RunningForward(
      ForwardSpec spec,
      Reach pods,
      @Nullable SpareDialer spare,
      Tunnels tunnels,
      @Nullable LocalTls tls,
      LoopbackListener listener,
      @Nullable MeshForward mesh,
      Subscription changes) {
    this.spec = spec;
    this.pods = pods;
    this.spare = spare;
    this.tunnels = tunnels;
    this.tls = tls;
    this.listener = listener;
    this.mesh = mesh;
    this.changes = changes;
  }

  /// What is told of a forward, on any thread.
  interface Listener {
    /// Its pods have changed.
    void changed();

    /// A connection begins.
    void used();
  }

  /// @param users whom it serves where it leads to a registry or lends an identity
  /// @throws MooringException when the port is taken, the user lacks a right, or no way leads
  /// through
  /// the mesh
  static RunningForward start(
      ForwardSpec spec,
      Cluster cluster,
      Tunnels tunnels,
      LocalUsers users,
      MeshWays ways,
      ForwardLog log,
      Listener told)
      throws InterruptedException {
    MeshForward mesh = MeshForward.of(spec, ways, cluster);
    Target dialled = mesh == null ? spec.target() : mesh.way().dialled();
    Reach pods = new Reach(cluster, dialled, spec.pick());
    log.begins();
    Reach.Opener<ByteStream> opener = new PodOpener(spec, pods, cluster, tunnels, mesh, users, log);
    SpareDialer spare = spec.spare() ? new SpareDialer(pods, opener) : null;
    Dialer dialer = spare == null ? () -> pods.reach(opener) : spare;
    Dialer noticed =
        () -> {
          told.used();
          return dialer.dial();
        };
    Local local = spec.local();
    LocalTls tls =
        local.tls()
            ? new LocalTls(spec.name(), local.addresses(), local.alias(), Clock.systemUTC())
            : null;
    try {
      LoopbackListener listener =
          LoopbackListener.listen(
              local.addresses(),
              local.port(),
              mesh == null ? Guard.none() : mesh.guard(users, local.alias(), log::connectionFailed),
              tls,
              noticed,
              failure -> {
                log.connectionFailed(failure.problem());
                if (mesh != null) {
                  mesh.failed(failure);
                }
              });
      try {
        if (mesh == null) {
          demandRights(cluster, dialled);
        }
      } catch (MooringException | InterruptedException e) {
        listener.close();
        throw e;
      }
      log.started(
          listener.addresses().stream().map(Local::words).collect(Collectors.joining(", ")));
      return new RunningForward(
          spec, pods, spare, tunnels, tls, listener, mesh, follow(pods, mesh, log, told));
    } catch (MooringException | InterruptedException e) {
      pods.close();
      if (mesh != null) {
        mesh.close();
      }
      throw e;
    }
  }

  private static void demandRights(Cluster cluster, Target target) throws InterruptedException {
    Review.of(cluster, Needs.forward(target.namespace(), target.owner()))
        .demand(Messages.of("cannot-forward-to-in", target.words(), target.namespace()));
  }

  private static Subscription follow(
      Reach pods, @Nullable MeshForward mesh, ForwardLog log, Listener told) {
    Runnable look =
        () -> {
          log.standing(standing(pods, mesh));
          told.changed();
        };
    Subscription own = pods.subscribe(ignored -> look.run());
    if (mesh == null) {
      return own;
    }
    Subscription more = mesh.follow(look);
    return () -> {
      own.close();
      more.close();
    };
  }

  private static Standing standing(Reach pods, @Nullable MeshForward mesh) {
    Standing dialled = pods.standing();
    return mesh == null ? dialled : mesh.standing(dialled);
  }

  Optional<String> certificate() {
    return tls == null ? Optional.empty() : Optional.of(tls.certificate());
  }

  /// Waits a moment for the first list, so that whoever started it is told how it stands.
  void awaitFirst() {
    try {
      pods.awaitFirst(FIRST_LIST);
    } catch (InterruptedException e) {
      // It runs all the same.
      Thread.currentThread().interrupt();
    }
  }

  ForwardStatus status() {
    if (spare != null) {
      spare.tidy();
    }
    Standing now = standing(pods, mesh);
    List<String> doubted = now.why().isEmpty() ? pods.doubted() : List.of();
    rates.look(System.nanoTime(), listener.received() + listener.sent());
    return new ForwardStatus(
        spec,
        now.why().isEmpty() ? new State.Active() : new State.Waiting(now.why()),
        listener.addresses(),
        now.pods().stream()
            .map(each -> each.port().pod())
            .filter(each -> !doubted.contains(each))
            .toList(),
        listener.connections(),
        listener.received(),
        listener.sent(),
        rates.all(),
        mesh == null ? null : mesh.way().lent());
  }

  /// Takes in what the tunnels noticed.
  void hear(ReachabilityEvent event) {
    pods.hear(event);
    if (mesh != null) {
      mesh.hear(event);
    }
  }

  /// Whether it is to be looked at once a second although nobody uses it.
  boolean restless() {
    return spare != null || !pods.doubted().isEmpty() || (mesh != null && mesh.restless());
  }

  /// Asks after the pods in doubt and proves a way that failed, unless that is under way. Does not
  /// block.
  void check() {
    boolean due = !pods.doubted().isEmpty() || (mesh != null && mesh.due());
    if (!due || !checking.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual()
        .name("forward-check")
        .start(
            () -> {
              try {
                pods.check(tunnels);
                if (mesh != null && mesh.due()) {
                  mesh.check(pods);
                }
                Thread.sleep(BETWEEN_CHECKS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                checking.set(false);
              }
            });
  }

  @Override
  public void close() {
    changes.close();
    listener.close();
    if (spare != null) {
      spare.close();
    }
    pods.close();
    if (mesh != null) {
      mesh.close();
    }
  }
}
