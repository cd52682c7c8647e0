package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.render.Surroundings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds out what a cluster's own set-up adds to the options. Who may not look gets Istio's
/// defaults.
final class Surveyor {
  private final Cluster cluster;

  Surveyor(Cluster cluster) {
    this.cluster = cluster;
  }

  Surroundings look() throws InterruptedException {
    Surroundings usual = Surroundings.usual();
    String revision = revision();
    Optional<KubeObject> control = control(revision);
    return new Surroundings(
        revision,
        control.map(KubeObject::namespace).orElse(usual.controlNamespace()),
        control.map(KubeObject::name).orElse(usual.controlService()),
        "");
  }

  private String revision() throws InterruptedException {
    try {
      return Injection.among(cluster.list(Kind.WEBHOOK, null, ""))
          .map(Injection::revision)
          .orElse("");
    } catch (MooringException e) {
      return "";
    }
  }

  /// Istiod's Service, of the revision where several are there.
  private Optional<KubeObject> control(String revision) throws InterruptedException {
    try {
      List<KubeObject> services = cluster.list(Kind.SERVICE, null, "app=istiod");
      return services.stream()
          .min(
              Comparator.comparing(
                      (KubeObject each) ->
                          !revision.isEmpty()
                              && !revision.equals(each.labels().get("istio.io/rev")))
                  .thenComparing(each -> !each.name().equals("istiod"))
                  .thenComparing(KubeObject::words));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
