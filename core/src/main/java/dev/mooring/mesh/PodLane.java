package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.Target;
import dev.mooring.forward.TargetPods;
import dev.mooring.forward.TargetPods.ReadyPod;
import dev.mooring.identity.Identities;
import dev.mooring.identity.Identity;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.SpareStreams;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Connections to a registry through the API server into its pod, warm ones first.
final class PodLane implements AutoCloseable {
  private static final int SPARES = 4;
  private static final Duration SPARE_LIFE = Duration.ofSeconds(20);
  private static final int LONGEST_HEAD = 8 * 1024;

  private final RegistryLocation registry;
  private final Tunnels tunnels;
  private final Identities identities;
  private final TargetPods pods;
  private final SpareStreams<Upstream> spares;
  private final Object lock = new Object();
  private @Nullable Way way;

  /// How one pod is reached. It outlives single connections so that TLS sessions can be resumed.
  private record Way(ReadyPod pod, URI server, MutualTls tls) {}

  PodLane(Cluster cluster, Tunnels tunnels, Identities identities, RegistryLocation registry)
      throws InterruptedException {
    this.registry = registry;
    this.tunnels = tunnels;
    this.identities = identities;
    KubeObject deployment =
        cluster
            .get(Kind.DEPLOYMENT, registry.namespace(), registry.deployment())
            .orElseThrow(
                () ->
                    new Problem(
                            "No registry in namespace " + registry.namespace(),
                            "there is no Deployment " + registry.deployment(),
                            "Install one: mooring install --namespace " + registry.namespace())
                        .raise());
    // By its labels: people who only connect need no right to watch workloads.
    String labels =
        deployment.at("spec", "selector", "matchLabels").strings().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(","));
    String port = Integer.toString(registry.port());
    this.pods = new TargetPods(cluster, new Target.Selector(registry.namespace(), labels, port));
    this.spares = new SpareStreams<>(SPARES, SPARE_LIFE, new Warm());
    pods.standing().subscribe(ignored -> spares.tidy());
  }

  /// Who we are; due renewals start here.
  Identity identity() throws InterruptedException {
    return identities.get(registry.account());
  }

  /// A connection, waiting a while for a ready pod and trying again when one fails.
  ///
  /// @throws MooringException the last failure, when the time is over
  Upstream dial() throws InterruptedException {
    return spares.take();
  }

  private Upstream open(ReadyPod pod) throws InterruptedException {
    Identity me = identity();
    Way mine = way(pod, me);
    return new Upstream(mine.tls().open(me), pod, mine.server(), me);
  }

  private Way way(ReadyPod pod, Identity me) {
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
        MutualTls tls = new MutualTls(() -> tunnels.open(pod.port()), this::identity, server);
        known = new Way(pod, server, tls);
        way = known;
      }
      return known;
    }
  }

  /// Whether it still leads to the right pod under the present certificate.
  private boolean leadsThere(Upstream upstream) {
    if (!pods.standing().get().pods().contains(upstream.pod())) {
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
    spares.tidy();
  }

  /// Asks the registry for its version once. Under TLS 1.3 a sidecar says only in answer to a
  /// request whether it takes our certificate.
  ///
  /// @throws MooringException saying what is in the way
  void prove() throws InterruptedException {
    String what = "The registry in namespace " + registry.namespace() + " cannot be reached";
    Upstream upstream = pods.reach(this::open);
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
    } catch (StreamException e) {
      throw e.problem().raise(e);
    } catch (IOException e) {
      throw HandshakeRefusal.explain(e, upstream.me(), upstream.server()).raise(e);
    }
  }

  private static String ask(Upstream upstream) throws IOException {
    upstream
        .output()
        .write(
            "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = upstream.input();
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
    spares.close();
  }

  /// Connections that have already shaken hands.
  private final class Warm implements SpareStreams.Source<Upstream> {
    @Override
    public Upstream open() throws InterruptedException {
      return pods.reach(PodLane.this::open);
    }

    @Override
    public boolean current(Upstream spare) {
      return leadsThere(spare);
    }

    /// Only who reads learns that the sidecar has ended the connection.
    @Override
    public void putAside(Upstream spare) {
      Thread.ofVirtual().name("spare").start(spare.tls()::readAhead);
    }
  }
}
