package dev.mooring.mesh;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.OfferedPorts;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.forward.reach.Standing;
import dev.mooring.forward.running.MeshWay;
import dev.mooring.forward.running.MeshWays;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ways to any service of the mesh, under the identity of an account that this user may have.
///
/// The entrance is preferred where it offers the service: it needs no right in the service's
/// namespace. Into a pod a way leads only where its sidecar listens itself; elsewhere a
/// port-forward
/// would pass the sidecar by, and no identity would be seen. Thread-safe.
public final class ServiceWays implements MeshWays {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceWays.class);
  private static final Duration FIRST_LIST = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Identities identities;
  private final EntranceRoute entrances;

  /// Closing belongs to those whose parts these are.
  ///
  /// @param entrances where an entrance may stand
  public ServiceWays(
      Cluster cluster, Tunnels tunnels, Identities identities, EntranceRoute entrances) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.identities = identities;
    this.entrances = entrances;
  }

  @Override
  public MeshWay find(Target target, AccountName as) throws InterruptedException {
    ServiceAccount account = new ServiceAccount(as.namespace(), as.name());
    if (target instanceof Target.Service service) {
      Optional<Found> found = offered(service);
      if (found.isPresent()) {
        return byEntrance(found.get().entrance(), service, found.get().service(), account);
      }
    }
    return intoPod(target, account);
  }

  private record Found(String entrance, OfferedService service) {}

  /// Looks where entrances are known to stand, then everywhere, where this user may.
  private Optional<Found> offered(Target.Service service) throws InterruptedException {
    for (String each : entrances.namespaces()) {
      Optional<Found> found = offered(each, service);
      if (found.isPresent()) {
        return found;
      }
    }
    return offered(null, service);
  }

  /// @param entrance the namespace to look in; null for all
  private Optional<Found> offered(@Nullable String entrance, Target.Service service)
      throws InterruptedException {
    try {
      String label = OfferedService.LABEL + "=" + service.name();
      for (KubeObject each : cluster.list(Kind.SERVICE_ENTRY, entrance, label)) {
        Optional<OfferedService> offered =
            OfferedService.read(each)
                .filter(it -> it.namespace().equals(service.namespace()))
                .filter(it -> it.name().equals(service.name()) && it.hasPort(service.port()));
        if (offered.isPresent() && (entrance != null || isMoorings(each.namespace()))) {
          return Optional.of(new Found(each.namespace(), offered.get()));
        }
      }
    } catch (MooringException e) {
      LOG.debug("What entrances offer could not be read", e);
    }
    return Optional.empty();
  }

  /// Anybody can call an object of their own namespace an entrance's, but not the namespace.
  private boolean isMoorings(String namespace) throws InterruptedException {
    return cluster
        .get(Kind.NAMESPACE, null, namespace)
        .filter(each -> "mooring".equals(each.labels().get("app.kubernetes.io/managed-by")))
        .isPresent();
  }

  private MeshWay byEntrance(
      String entrance, Target.Service service, OfferedService offered, ServiceAccount account)
      throws InterruptedException {
    List<KubeObject> pods;
    try {
      pods = cluster.list(Kind.POD, entrance, Entrance.LABEL);
    } catch (MooringException e) {
      LOG.debug("The pods of the entrance in {} could not be listed", entrance, e);
      pods = List.of();
    }
    List<Entrance.Address> addresses =
        Entrance.addresses(pods, Entrance.service(cluster, entrance));
    demand(service, account, Needs.throughEntrance(entrance, addresses.isEmpty(), as(account)));
    EntrancePath path = new EntrancePath(tunnels, addresses);
    boolean looking =
        Review.of(cluster, Needs.look(service.namespace(), List.of(Kind.SERVICE))).complete();
    entrances.through(entrance);
    return new ServiceWay(
        new ServiceWay.Passage(
            new Target.Selector(entrance, Entrance.LABEL, Integer.toString(Entrance.PORT)),
            true,
            looking ? service : null,
            Speech.named(offered.protocol()),
            offered.namespace(),
            offered.host(),
            pod -> offered.account().name(),
            path.route(),
            path::raw),
        identities,
        account);
  }

  private static Needs.Account as(ServiceAccount account) {
    return new Needs.Account(account.namespace(), account.name());
  }

  private void demand(Target target, ServiceAccount account, Needs needs)
      throws InterruptedException {
    Review.of(cluster, needs).demand(cannot(target, account));
  }

  private static String cannot(Target target, ServiceAccount account) {
    return Messages.of("cannot-forward-as", target.words(), target.namespace(), account);
  }

  private MeshWay intoPod(Target target, ServiceAccount account) throws InterruptedException {
    if (!Review.of(cluster, Needs.look(target.namespace(), target.owner().stream().toList()))
        .missing()
        .isEmpty()) {
      throw notOffered(target, account, Messages.of("the-entrance-does-not-offer-it"));
    }
    KubeObject pod = readyPod(target, account);
    switch (SidecarMode.of(pod)) {
      case LISTENS -> {
        // The only one that can be reached.
      }
      case CAPTURES ->
          throw notOffered(target, account, Messages.of("a-port-forward-bypasses-its-sidecar"));
      case AMBIENT -> throw unguarded(target, account, Messages.of("its-mesh-is-ambient"));
      case NONE -> throw unguarded(target, account, Messages.of("its-pods-have-no-sidecar"));
    }
    demand(target, account, Needs.intoPods(target.namespace(), target.owner(), as(account)));
    return new ServiceWay(
        new ServiceWay.Passage(
            target,
            false,
            null,
            speech(target, pod),
            target.namespace(),
            null,
            ReadyPod::serviceAccount,
            Messages.of("through-the-kubernetes-api"),
            ready -> tunnels.open(ready.port())),
        identities,
        account);
  }

  private KubeObject readyPod(Target target, ServiceAccount account) throws InterruptedException {
    try (Reach pods = new Reach(cluster, target)) {
      pods.awaitFirst(FIRST_LIST);
      Standing now = pods.standing();
      if (now.pods().isEmpty()) {
        throw new Problem(
                Code.NOT_READY,
                cannot(target, account),
                Messages.of("without-a-ready-pod", now.why()),
                new Remedy.Command(
                    Messages.of("check-its-pods"), "kubectl get pods -n " + target.namespace()))
            .raise();
      }
      String name = now.pods().getFirst().port().pod();
      return cluster
          .get(Kind.POD, target.namespace(), name)
          .orElseThrow(
              () ->
                  new Problem(
                          Code.POD_GONE,
                          cannot(target, account),
                          Messages.of("its-pod-has-just-gone", name),
                          new Remedy.Advice(Messages.of("start-it-again")))
                      .raise());
    }
  }

  private Speech speech(Target target, KubeObject pod) throws InterruptedException {
    KubeObject declaring =
        target instanceof Target.Service
            ? cluster.get(Kind.SERVICE, target.namespace(), target.name()).orElse(pod)
            : pod;
    return OfferedPorts.find(declaring, target.port()).map(Speech::of).orElse(Speech.HTTP);
  }

  private static RuntimeException notOffered(Target target, ServiceAccount account, String why) {
    return new Problem(
            Code.SERVICE_NOT_OFFERED,
            cannot(target, account),
            why,
            target instanceof Target.Service
                ? new Remedy.Command(
                    Messages.of("ask-its-administrator-to-let-laptops-reach-it"),
                    "mooring mtls allow %s %s --namespace %s"
                        .formatted(target.words(), target.port(), target.namespace()))
                : new Remedy.Advice(Messages.of("forward-to-its-service-instead")))
        .raise();
  }

  private static RuntimeException unguarded(Target target, ServiceAccount account, String why) {
    return new Problem(
            Code.SIDECAR_MISSING,
            cannot(target, account),
            why,
            new Remedy.Advice(Messages.of("forward-without-an-identity")))
        .raise();
  }
}
