package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.mesh.RegistryPods.RegistryPod;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections to a registry through the API server into its pod, warm ones first.
final class PodLane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodLane.class);

  /// How long a new connection waits for a ready pod.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// How long a pod that says it is ready may refuse before that is believed.
  private static final Duration RETRIES = Duration.ofSeconds(5);

  private static final long PAUSE_MILLIS = 250;
  private static final int LONGEST_HEAD = 8 * 1024;

  private final RegistryLocation registry;
  private final Tunnels tunnels;
  private final Identities identities;
  private final RegistryPods pods;
  private final WarmPool pool;
  private final Object lock = new Object();
  private @Nullable Way way;

  /// How one pod is reached. It outlives single connections so that TLS sessions can be resumed.
  private record Way(RegistryPod pod, URI server, MutualTls tls) {}

  PodLane(Cluster cluster, Tunnels tunnels, Identities identities, RegistryLocation registry)
      throws InterruptedException {
    this.registry = registry;
    this.tunnels = tunnels;
    this.identities = identities;
    this.pool = new WarmPool(this::openNow, this::current);
    this.pods = RegistryPods.follow(cluster, registry, pool::tidy);
  }

  /// Who we are; due renewals start here.
  Identity identity() throws InterruptedException {
    return identities.get(registry.account());
  }

  /// A connection, waiting a while for a ready pod and trying again when one fails: a pod that is
  /// going stays in the list for a moment.
  ///
  /// @throws MooringException the last failure, when the time is over
  Upstream dial() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long giveUp = 0;
    while (true) {
      pods.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      try {
        return pool.take();
      } catch (MooringException e) {
        long now = System.nanoTime();
        giveUp = giveUp == 0 ? now + RETRIES.toNanos() : giveUp;
        if (now - giveUp >= 0) {
          throw e;
        }
        LOG.debug("Trying again", e);
        pods.awaitChange(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private Upstream openNow() throws InterruptedException {
    RegistryPod pod = pods.await(Duration.ZERO);
    Identity me = identity();
    Way mine = way(pod, me);
    return new Upstream(mine.tls().open(me), pod, mine.server(), me);
  }

  private Way way(RegistryPod pod, Identity me) {
    URI server =
        URI.create(
            "spiffe://"
                + me.trustDomain()
                + "/ns/"
                + registry.namespace()
                + "/sa/"
                + pod.serviceAccount());
    synchronized (lock) {
      Way known = way;
      if (known == null || !known.pod().equals(pod) || !known.server().equals(server)) {
        PodPort port = new PodPort(registry.namespace(), pod.name(), registry.port());
        known =
            new Way(pod, server, new MutualTls(() -> tunnels.open(port), this::identity, server));
        way = known;
      }
      return known;
    }
  }

  private boolean current(Upstream upstream) {
    if (!pods.has(upstream.pod())) {
      return false;
    }
    try {
      return identity().chain().getFirst().equals(upstream.me().chain().getFirst());
    } catch (MooringException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Lets go of spares that are of no more use.
  void tidy() {
    pool.tidy();
  }

  /// Asks the registry for its version once. Under TLS 1.3 a sidecar says only in answer to a
  /// request whether it takes our certificate.
  ///
  /// @throws MooringException saying what is in the way
  void prove() throws InterruptedException {
    String what = "The registry in namespace " + registry.namespace() + " cannot be reached";
    pods.await(PATIENCE);
    Upstream upstream = openNow();
    try (upstream) {
      String status = ask(upstream);
      if (status.startsWith("HTTP/1.1 200 ") || status.startsWith("HTTP/1.1 401 ")) {
        return;
      }
      throw (status.startsWith("HTTP/1.1 403 ")
              ? new Refusal(upstream.me().principal(), "GET", "/v2/").problem()
              : new Problem(
                  what,
                  status.startsWith("HTTP/1.1 5")
                      ? "its sidecar is there, the registry behind it does not answer"
                      : "what answers there is no registry",
                  "Look at its log: kubectl -n "
                      + registry.namespace()
                      + " logs deploy/"
                      + registry.deployment(),
                  "GET /v2/: " + status))
          .raise();
    } catch (IOException e) {
      throw HandshakeRefusal.explain(e, upstream.me(), upstream.server()).raise(e);
    }
  }

  private static String ask(Upstream upstream) throws IOException {
    upstream
        .tls()
        .output()
        .write(
            "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = upstream.tls().input();
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
      if (line.length() == LONGEST_HEAD) {
        break;
      }
      line.append(next < ' ' || next > '~' ? '?' : (char) next);
    }
    return line.toString();
  }

  @Override
  public void close() {
    pods.close();
    pool.close();
  }
}
