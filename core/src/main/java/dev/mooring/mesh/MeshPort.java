package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.Target;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.running.MeshWay;
import dev.mooring.forward.running.MeshWays;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loopback port of this process's own that leads to a service of the mesh under an identity, for
/// as long as a job takes. It serves this user and root. Thread-safe.
public final class MeshPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MeshPort.class);
  private static final Duration FIRST_LIST = Duration.ofSeconds(2);

  private final Dialer dialer;
  private final String route;
  private final Runnable end;
  private final LoopbackListener listener;

  private MeshPort(Dialer dialer, String route, Runnable end) throws InterruptedException {
    this.dialer = dialer;
    this.route = route;
    this.end = end;
    this.listener =
        LoopbackListener.listen(
            List.of(),
            0,
            Guard.users(LocalUsers.owner(), why -> LOG.warn("{}: {}", why.what(), why.why())),
            dialer,
            e -> LOG.debug("A connection through the mesh was not served", e));
  }

  /// @throws dev.mooring.problem.MooringException when there is no way for this user, or nobody
  /// there
  public static MeshPort open(Cluster cluster, MeshWays ways, Target target, AccountName as)
      throws InterruptedException {
    MeshWay way = ways.find(target, as);
    Reach pods = new Reach(cluster, way.dialled());
    boolean done = false;
    try {
      pods.awaitFirst(FIRST_LIST);
      MeshPort port = new MeshPort(() -> pods.reach(way::open), way.lent().route(), pods::close);
      done = true;
      return port;
    } finally {
      if (!done) {
        pods.close();
      }
    }
  }

  /// One that leads wherever a dialer does.
  ///
  /// @param route as [#route]
  public static MeshPort over(Dialer dialer, String route) throws InterruptedException {
    return new MeshPort(dialer, route, () -> {});
  }

  public InetSocketAddress address() {
    return listener.addresses().getFirst();
  }

  /// A connection as the port's clients get it.
  ///
  /// @throws dev.mooring.problem.MooringException when there is none to be had, saying why
  public ByteStream dial() throws InterruptedException {
    return dialer.dial();
  }

  /// By which way, for people: "entrance through the Kubernetes API".
  public String route() {
    return route;
  }

  @Override
  public void close() {
    listener.close();
    end.run();
  }
}
