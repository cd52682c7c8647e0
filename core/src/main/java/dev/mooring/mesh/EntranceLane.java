package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.identity.Identities;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.Entrance.Address;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Straight to an address of the laptops' entrance, which passes our TLS on to the registry's
/// sidecar. The API server takes no part once the address is known.
final class EntranceLane extends WarmLane<Address> {
  private final Cluster cluster;
  private final Canary canary;
  private final String namespace;
  private final Observed<Standing> standing;
  private final Object change = new Object();
  private List<KubeObject> pods = List.of();
  private Optional<KubeObject> service = Optional.empty();
  private List<Address> addresses = List.of();
  private @Nullable Address last;
  private @Nullable Problem trouble;
  private @Nullable Subscription watch;
  private boolean closed;

  EntranceLane(Cluster cluster, Identities identities, RegistryLocation registry) {
    super(
        new MutualHandshake<>(
            registry, identities, address -> registry.deployment(), registry.serverName()));
    this.cluster = cluster;
    this.namespace = registry.entranceNamespace();
    this.standing = new Observed<>(new Standing.Absent(Entrance.none(namespace)));
    this.canary = new Canary(this::reach, this::trouble);
  }

  @Override
  public String name() {
    return "entrance";
  }

  @Override
  public String route() {
    synchronized (change) {
      return last == null ? "entrance" : Messages.of("entrance-at", last);
    }
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Observed<Standing> standing() {
    return standing;
  }

  @Override
  public void look() throws InterruptedException {
    Optional<KubeObject> balancer = Entrance.service(cluster, namespace);
    List<KubeObject> listed = null;
    boolean watching;
    synchronized (change) {
      service = balancer;
      watching = watch != null;
    }
    if (!watching) {
      try {
        listed = cluster.list(Kind.POD, namespace, Entrance.LABEL);
      } catch (MooringException e) {
        synchronized (change) {
          pods = List.of();
        }
        judge();
        return;
      }
      begin(listed);
    }
    judge();
    tidy();
  }

  private void begin(List<KubeObject> listed) {
    synchronized (change) {
      pods = listed;
      if (closed || listed.isEmpty()) {
        // Nothing is watched where there is nothing; the next look sees what came.
        return;
      }
    }
    Subscription following = cluster.watch(Kind.POD, namespace, Entrance.LABEL, this::podsChanged);
    synchronized (change) {
      if (!closed) {
        watch = following;
        return;
      }
    }
    following.close();
  }

  /// What an API server that fell silent said last stays true until it says otherwise.
  private void podsChanged(Watched next) {
    if (next.stale()) {
      return;
    }
    synchronized (change) {
      pods = next.objects();
    }
    judge();
  }

  private void judge() {
    standing.update(
        ignored -> {
          synchronized (change) {
            addresses = Entrance.addresses(pods, service);
            if (addresses.isEmpty()) {
              return new Standing.Absent(
                  pods.isEmpty() ? Entrance.none(namespace) : withoutAddress());
            }
            return trouble == null ? new Standing.Reachable() : new Standing.Interrupted(trouble);
          }
        });
  }

  private static Problem withoutAddress() {
    return new Problem(
        Code.ENTRANCE_MISSING,
        Messages.of("the-entrance-has-no-address"),
        Messages.of("the-entrance-is-reached-by-port"),
        new Remedy.Command(
            Messages.of("ask-its-administrator-for-an-address"),
            "mooring install --entrance node"));
  }

  private void trouble(@Nullable Problem why) {
    synchronized (change) {
      trouble = why;
    }
    judge();
  }

  /// The address that served last, then the others.
  @Override
  Upstream<Address> reach() throws InterruptedException {
    List<Address> order = new ArrayList<>();
    synchronized (change) {
      Address before = last;
      if (before != null && addresses.contains(before)) {
        order.add(before);
      }
      addresses.stream().filter(each -> !order.contains(each)).forEach(order::add);
    }
    MooringException failed = null;
    for (Address each : order) {
      try {
        Upstream<Address> upstream = open(each);
        synchronized (change) {
          last = each;
        }
        return upstream;
      } catch (MooringException e) {
        failed = failed == null ? e : failed;
      }
    }
    throw failed == null ? withoutAddress().raise() : failed;
  }

  @Override
  boolean leadsTo(Address place) {
    synchronized (change) {
      return addresses.contains(place);
    }
  }

  @Override
  ByteStream raw(Address place) throws InterruptedException {
    return TcpStream.connect(place.host(), place.port());
  }

  @Override
  public void used(boolean now) {
    canary.wanted(now);
  }

  @Override
  public void close() {
    Subscription ending;
    synchronized (change) {
      closed = true;
      ending = watch;
      watch = null;
    }
    if (ending != null) {
      ending.close();
    }
    canary.close();
    super.close();
  }
}
