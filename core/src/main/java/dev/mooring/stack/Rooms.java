package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether others have something in a namespace that Mooring made.
final class Rooms {
  /// What people keep in a namespace; who finds some of it there does not delete the namespace.
  private static final List<Kind> BELONGINGS =
      List.of(Kind.POD, Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.VOLUME_CLAIM);

  /// What else somebody may have put there by hand.
  private static final List<Kind> THINGS =
      List.of(
          Kind.SERVICE,
          Kind.CONFIG_MAP,
          Kind.SECRET,
          Kind.SERVICE_ACCOUNT,
          Kind.ROLE,
          Kind.ROLE_BINDING,
          Kind.NETWORK_POLICY);

  /// What Kubernetes and Istio put into each namespace.
  private static final Set<String> EVERYWHERE =
      Set.of("default", "kube-root-ca.crt", "istio-ca-root-cert", "istio-ca-crl");

  private final Cluster cluster;
  private final StackOptions options;

  Rooms(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// One that an addition had for itself and nothing of others is in, though they could have put
  /// any small thing there; nothing where that isn't certain.
  Optional<KubeObject> emptied(String name) throws InterruptedException {
    try {
      Optional<KubeObject> room =
          cluster
              .get(Kind.NAMESPACE, null, name)
              .filter(each -> Ownership.belongs(each, options) && !each.deleting());
      if (room.isEmpty()
          || usedByOthers(name)
          || hasThingsOfOthers(name)
          || !Review.of(cluster, Needs.uninstall(List.of(room.get()), List.of()))
              .missing()
              .isEmpty()) {
        return Optional.empty();
      }
      return room;
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private boolean hasThingsOfOthers(String namespace) throws InterruptedException {
    for (Kind kind : THINGS) {
      if (cluster.list(kind, namespace, "").stream()
          .anyMatch(
              each ->
                  !Ownership.belongs(each, options)
                      && !EVERYWHERE.contains(each.name())
                      && each.at("metadata", "ownerReferences").isNothing())) {
        return true;
      }
    }
    return false;
  }

  boolean usedByOthers(String namespace) throws InterruptedException {
    for (Kind kind : BELONGINGS) {
      if (cluster.list(kind, namespace, "").stream()
          .anyMatch(each -> !Ownership.belongs(each, options))) {
        return true;
      }
    }
    return false;
  }
}
