package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.Guard;
import dev.mooring.forward.LocalUsers;
import dev.mooring.forward.LoopbackListener;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.job.Observed;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The local mTLS forwarder by the lane *pod*: through the API server into the registry's pod,
/// mutual TLS end to end inside that stream, so that the sidecar's policies see this person.
///
/// Thread-safe. One connection to one registry at a time: connecting again ends the former.
public final class PodLaneForwarder implements MeshForwarder {
  private static final Logger LOG = LoggerFactory.getLogger(PodLaneForwarder.class);

  /// How often byte counts and the certificate's end are shown.
  private static final Duration REFRESH = Duration.ofMillis(500);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Identities identities;
  private final LocalUsers users;
  private final Observed<ConnectionState> state =
      new Observed<>(new ConnectionState.Disconnected());
  private final ReentrantLock changing = new ReentrantLock();
  private volatile @Nullable Session session;

  /// Serves the owner of this process and root.
  public PodLaneForwarder(Cluster cluster, Tunnels tunnels, Identities identities) {
    this(cluster, tunnels, identities, LocalUsers.owner());
  }

  /// @param users whom the local port serves
  public PodLaneForwarder(
      Cluster cluster, Tunnels tunnels, Identities identities, LocalUsers users) {
    this.users = users;
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.identities = identities;
  }

  @Override
  public Observed<ConnectionState> state() {
    return state;
  }

  @Override
  public ConnectionState.Connected connect(RegistryLocation registry, int port)
      throws InterruptedException {
    changing.lockInterruptibly();
    try {
      end();
      return begin(registry, port);
    } catch (MooringException e) {
      state.set(new ConnectionState.Failed(e.problem()));
      throw e;
    } catch (InterruptedException e) {
      state.set(new ConnectionState.Disconnected());
      throw e;
    } finally {
      changing.unlock();
    }
  }

  private ConnectionState.Connected begin(RegistryLocation registry, int port)
      throws InterruptedException {
    Session next = null;
    boolean done = false;
    PodLane lane = null;
    try {
      state.set(new ConnectionState.Connecting("looking for the registry"));
      lane = new PodLane(cluster, tunnels, identities, registry);
      state.set(new ConnectionState.Connecting("asking istiod for a certificate"));
      Identity me = lane.identity();
      state.set(new ConnectionState.Connecting("greeting the registry as " + me.principal()));
      lane.prove();
      state.set(new ConnectionState.Connecting("listening"));
      next = new Session(lane, port);
      ConnectionState.Connected connected = next.connected(me);
      session = next;
      state.set(connected);
      next.start();
      done = true;
      LOG.info("{} leads to {} as {}", connected.listening(), registry, me.principal());
      return connected;
    } finally {
      if (!done) {
        if (next != null) {
          next.close();
        } else if (lane != null) {
          lane.close();
        }
      }
    }
  }

  @Override
  public void disconnect() {
    changing.lock();
    try {
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
    private final PodLane lane;
    private final LoopbackListener port;
    private volatile @Nullable Problem trouble;
    private @Nullable Thread ticker;

    Session(PodLane lane, int port) throws InterruptedException {
      this.lane = lane;
      Guard guard = Guard.registry(users, "", refused -> {});
      this.port =
          LoopbackListener.listen(List.of(), port, guard, this::dial, this::choose, this::failed);
    }

    void start() {
      ticker = Thread.ofVirtual().name("connection-state").start(this::tick);
    }

    ConnectionState.Connected connected(Identity me) {
      return new ConnectionState.Connected(
          port.addresses(),
          Lane.POD,
          me.principal(),
          me.expires(),
          port.connections(),
          port.received(),
          port.sent());
    }

    private Dialer choose(byte[] first, Dialer usual) {
      if (first[0] != PlainHttpOnly.TLS_HANDSHAKE) {
        return usual;
      }
      LOG.info(
          "A TLS handshake came to the plain port: either the client tries HTTPS first and will"
              + " fall back to HTTP, or the registry answered with an https:// Location"
              + " (REGISTRY_HTTP_RELATIVEURLS is not set)");
      return PlainHttpOnly::new;
    }

    private ByteStream dial() throws InterruptedException {
      Upstream upstream = lane.dial();
      trouble = null;
      return upstream;
    }

    private void failed(MooringException why) {
      LOG.warn("A local connection found no way to the registry", why);
      trouble = why.problem();
    }

    private void tick() {
      try {
        while (true) {
          Thread.sleep(REFRESH);
          show(present());
          lane.tidy();
        }
      } catch (InterruptedException e) {
        LOG.debug("No longer shown");
      }
    }

    private ConnectionState present() throws InterruptedException {
      Problem problem = trouble;
      if (problem != null) {
        return new ConnectionState.Degraded(port.addresses(), problem);
      }
      try {
        return connected(lane.identity());
      } catch (MooringException e) {
        return new ConnectionState.Degraded(port.addresses(), e.problem());
      }
    }

    private void show(ConnectionState next) {
      state.update(old -> session == this ? next : old);
    }

    @Override
    public void close() {
      Thread ticking = ticker;
      if (ticking != null) {
        ticking.interrupt();
      }
      port.close();
      lane.close();
    }
  }
}
