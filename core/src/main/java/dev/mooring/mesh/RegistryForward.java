package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.Target;
import dev.mooring.forward.http.SwitchingStream;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.running.ForwardLog;
import dev.mooring.identity.Identities;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One registry on a local port: plain HTTP here, whatever its lanes speak there.
///
/// It is supervised as every forward: that no lane leads to the registry any more is in the state
/// within a second, what happened is in [#events], and after a sleep or a loss it comes back by
/// itself. Thread-safe.
public final class RegistryForward implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryForward.class);

  /// How often byte counts and the credential's end are shown, while there are connections and
  /// while there are none.
  private static final Duration REFRESH = Duration.ofMillis(500);

  private static final Duration IDLE_REFRESH = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Identities identities;
  private final RegistryPlace registry;
  private final LocalUsers users;
  private final ForwardLog log = new ForwardLog(Clock.systemUTC());
  private final Observed<ConnectionState> state =
      new Observed<>(new ConnectionState.Disconnected());
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Session session;

  /// Serves the owner of this process and root.
  public RegistryForward(
      Cluster cluster, Tunnels tunnels, Identities identities, RegistryPlace registry) {
    this(cluster, tunnels, identities, registry, LocalUsers.owner());
  }

  /// Closing it closes neither the cluster nor the tunnels nor the identities.
  ///
  /// @param users whom the local port serves
  public RegistryForward(
      Cluster cluster,
      Tunnels tunnels,
      Identities identities,
      RegistryPlace registry,
      LocalUsers users) {
    this.users = users;
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.identities = identities;
    this.registry = registry;
  }

  public RegistryPlace registry() {
    return registry;
  }

  /// A port that leads to a service of the mesh under the identity that the registry is shown,
  /// which is in a mesh.
  ///
  /// @throws MooringException when there is no way
  public MeshPort to(Target.Service service) throws InterruptedException {
    if (!(registry instanceof RegistryLocation in)) {
      throw new IllegalStateException("no identity of a mesh is shown to " + registry.words());
    }
    EntranceRoute entrances = new EntranceRoute(cluster, tunnels);
    entrances.through(in.entranceNamespace());
    return MeshPort.open(
        cluster,
        new ServiceWays(cluster, tunnels, identities, entrances),
        service,
        new AccountName(in.account().namespace(), in.account().name()));
  }

  public Observed<ConnectionState> state() {
    return state;
  }

  /// What happened, over all its starts; the newest last, the last 200.
  public List<ForwardEvent> events() {
    return log.events();
  }

  /// Fetches what is shown there, proves a lane, listens. Connecting again ends the former
  /// connection.
  ///
  /// @param port local port; 0 for any free one
  /// @return where it listens and by which lane
  /// @throws MooringException saying why, also kept as the state. At once where another attempt
  /// would not help, such as a missing right or a peer that is not believed; else after 30 s.
  public ConnectionState.Connected connect(int port) throws InterruptedException {
    changing.lockInterruptibly();
    try {
      end();
      log.begins();
      return begin(port);
    } catch (MooringException e) {
      log.failed(e.problem());
      state.set(new ConnectionState.Failed(e.problem()));
      throw e;
    } catch (InterruptedException e) {
      state.set(new ConnectionState.Disconnected());
      throw e;
    } finally {
      changing.unlock();
    }
  }

  private ConnectionState.Connected begin(int port) throws InterruptedException {
    Session next = new Session();
    boolean done = false;
    try {
      ConnectionState.Connected connected = next.start(port);
      session = next;
      state.set(connected);
      next.follow();
      done = true;
      LOG.info(
          "{} leads to {} {} as {}",
          connected.listening(),
          registry.words(),
          connected.route(),
          connected.principal());
      return connected;
    } catch (MooringException e) {
      throw explained(e);
    } finally {
      if (!done) {
        next.close();
      }
    }
  }

  /// Without its namespace there is nobody to be either: what is missing is the registry.
  private MooringException explained(MooringException e) throws InterruptedException {
    return e.problem().code() == Code.NOT_FOUND
            && registry instanceof RegistryPlace.InCluster inCluster
        ? PodLane.missing(cluster, inCluster).map(each -> each.raise(e)).orElse(e)
        : e;
  }

  /// Stops listening and resets the open connections.
  public void disconnect() {
    changing.lock();
    try {
      if (session != null) {
        log.stopped();
      }
      end();
      state.set(new ConnectionState.Disconnected());
    } finally {
      changing.unlock();
    }
  }

  private void end() {
    Session old = session;
    session = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    disconnect();
  }

  /// Listening, until closed.
  private final class Session implements AutoCloseable {
    private final Access access =
        Access.to(registry, cluster, tunnels, identities, log::connectionFailed);
    private final Lanes lanes = new Lanes(access.lanes(), access::greet, log);
    private @Nullable LoopbackListener port;
    private @Nullable Subscription lane;
    private @Nullable Subscription tunnel;
    private @Nullable Thread ticker;
    private boolean woken;
    private volatile boolean resting;

    ConnectionState.Connected start(int wanted) throws InterruptedException {
      if (!access.step().isEmpty()) {
        state.set(new ConnectionState.Connecting(access.step()));
        access.shown();
      }
      state.set(new ConnectionState.Connecting(Messages.of("connecting-to-the-registry")));
      tunnel = tunnels.follow(this::hear);
      lanes.begin();
      Guard guard = access.guard(Guard.registry(users, "", log::connectionFailed));
      LoopbackListener listening =
          LoopbackListener.listen(List.of(), wanted, guard, this::dial, this::failed);
      port = listening;
      log.started(
          listening.addresses().stream()
              .map(each -> each.getAddress().getHostAddress() + ":" + each.getPort())
              .reduce((a, b) -> a + ", " + b)
              .orElse(""));
      if (present(listening) instanceof ConnectionState.Connected connected) {
        return connected;
      }
      Problem lost = lanes.inUse().get().problem();
      throw lost == null ? new IllegalStateException("neither connected nor lost") : lost.raise();
    }

    private ByteStream dial() throws InterruptedException {
      if (resting) {
        wake();
      }
      return new SwitchingStream(lanes::dial, Upstream::stays);
    }

    void follow() {
      lane = lanes.inUse().subscribe(ignored -> wake());
      ticker = Thread.ofVirtual().name("connection-state").start(this::tick);
    }

    private void hear(ReachabilityEvent event) {
      if (event instanceof ReachabilityEvent.Woke
          || event instanceof ReachabilityEvent.ServerHeard) {
        cluster.lookAgain();
      }
      lanes.hear(event);
    }

    private void failed(MooringException why) {
      LOG.warn("A local connection was not served", why);
      log.connectionFailed(why.problem());
    }

    private void wake() {
      synchronized (lanes) {
        woken = true;
        lanes.notifyAll();
      }
    }

    private void tick() {
      try {
        while (true) {
          LoopbackListener listening = port;
          // Before the look: a connection that begins after it wakes this.
          resting = true;
          boolean busy = listening != null && listening.connections() > 0;
          resting = !busy;
          synchronized (lanes) {
            if (!woken) {
              lanes.wait((busy ? REFRESH : IDLE_REFRESH).toMillis());
            }
            woken = false;
          }
          show();
        }
      } catch (InterruptedException e) {
        LOG.debug("No longer shown");
      }
    }

    private void show() {
      LoopbackListener listening = port;
      if (listening == null) {
        return;
      }
      try {
        ConnectionState next = present(listening);
        state.update(old -> session == this ? next : old);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private ConnectionState present(LoopbackListener listening) throws InterruptedException {
      Lanes.InUse now = lanes.inUse().get();
      Problem problem = now.problem();
      Lane lane = now.lane();
      if (problem != null || lane == null) {
        return problem == null
            ? new ConnectionState.Connecting(Messages.of("connecting-to-the-registry"))
            : new ConnectionState.Degraded(listening.addresses(), problem);
      }
      try {
        return new ConnectionState.Connected(
            listening.addresses(),
            lane.name(),
            lane.route(),
            access.shown(),
            listening.connections(),
            listening.received(),
            listening.sent());
      } catch (MooringException e) {
        return new ConnectionState.Degraded(listening.addresses(), e.problem());
      }
    }

    @Override
    public void close() {
      Thread ticking = ticker;
      if (ticking != null) {
        ticking.interrupt();
      }
      for (Subscription each : new Subscription[] {lane, tunnel}) {
        if (each != null) {
          each.close();
        }
      }
      LoopbackListener listening = port;
      if (listening != null) {
        listening.close();
      }
      lanes.close();
      access.close();
    }
  }
}
