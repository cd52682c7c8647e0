package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.Optional;

/// A mesh in ambient mode: one ztunnel on each node instead of a proxy in each pod.
///
/// Known by ztunnel's DaemonSet, which every installation of that mode has (the chart, istioctl and
/// its operator name and label it alike). Whether a namespace takes part says its own label.
///
/// @param namespace ztunnel's
/// @param ready nodes on which it runs
/// @param namespaces whose pods go through it
record Ambient(String namespace, long ready, List<String> namespaces) {
  private static final String NAME = "ztunnel";
  private static final String MODE = "istio.io/dataplane-mode";

  /// Nothing where there is none, or where this user may not see it.
  static Optional<Ambient> find(Cluster cluster) throws InterruptedException {
    try {
      Optional<KubeObject> tunnel =
          cluster.list(Kind.DAEMON_SET, null, "app=" + NAME).stream()
              .filter(each -> runs(each))
              .findFirst();
      if (tunnel.isEmpty()) {
        return Optional.empty();
      }
      List<String> through =
          cluster.list(Kind.NAMESPACE, null, MODE + "=ambient").stream()
              .map(KubeObject::name)
              .sorted()
              .toList();
      return Optional.of(
          new Ambient(
              tunnel.get().namespace(),
              tunnel.get().at("status", "numberReady").integer().orElse(0L),
              through));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  /// A label alone is anybody's: ztunnel's container says what it is by its arguments or image.
  private static boolean runs(KubeObject daemons) {
    return daemons.at("spec", "template", "spec", "containers").stream()
        .anyMatch(
            each ->
                each.at("image").textOrEmpty().contains(NAME)
                    || (each.at("name").textOrEmpty().equals("istio-proxy")
                        && each.at("args").texts().contains(NAME)));
  }
}
