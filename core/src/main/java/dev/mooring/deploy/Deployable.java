package dev.mooring.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import dev.mooring.workload.PodContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A container of a workload that can get another image.
///
/// @param image what it has
/// @param same whether that is an image of the repository that was asked about
public record Deployable(Target.Workload target, ContainerPlace place, String image, boolean same) {
  private static final List<Kind> KINDS =
      List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET);

  /// All containers but sidecars of all workloads that this user may list, those that run an image
  /// of a repository first: of all namespaces, or of the context's own where more isn't allowed.
  ///
  /// @param hosts under which nodes know the repository's registry
  public static List<Deployable> all(Cluster cluster, Set<String> hosts, String repository)
      throws InterruptedException {
    List<Deployable> all;
    try {
      all = in(cluster, null, hosts, repository);
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      all = in(cluster, cluster.context().namespace(), hosts, repository);
    }
    all.sort(
        Comparator.comparing((Deployable each) -> !each.same())
            .thenComparing(each -> each.target().namespace())
            .thenComparing(each -> each.target().words()));
    return List.copyOf(all);
  }

  private static List<Deployable> in(
      Cluster cluster, @Nullable String namespace, Set<String> hosts, String repository)
      throws InterruptedException {
    List<Deployable> all = new ArrayList<>();
    for (Kind kind : KINDS) {
      // What Mooring installed is changed by installing.
      for (KubeObject each :
          cluster.list(kind, namespace, "app.kubernetes.io/managed-by!=mooring")) {
        Target.Workload target =
            new Target.Workload(kind.kind(), each.namespace(), each.name(), "");
        for (ContainerPlace place : ContainerPlace.of(each)) {
          String image = place.image(each);
          boolean same = isOf(image, hosts, repository);
          if (same || !PodContainer.isSidecar(place.name())) {
            all.add(new Deployable(target, place, image, same));
          }
        }
      }
    }
    return all;
  }

  private static boolean isOf(String image, Set<String> hosts, String repository) {
    try {
      ImageReference name = ImageReference.parse(image);
      return hosts.contains(name.host()) && name.repository().equals(repository);
    } catch (MooringException e) {
      return false;
    }
  }
}
