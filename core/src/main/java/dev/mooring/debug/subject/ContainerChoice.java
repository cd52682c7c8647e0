package dev.mooring.debug.subject;

import dev.mooring.cluster.KubeObject;
import dev.mooring.workload.PodContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The containers of a pod, the likeliest first.
///
/// @param likely those that may be meant where nobody names one
public record ContainerChoice(List<TargetContainer> all, List<TargetContainer> likely) {

  /// Whether there is nothing to ask.
  boolean clear() {
    return likely.size() == 1;
  }

  static ContainerChoice of(KubeObject pod, Attempts attempts) {
    List<TargetContainer> all =
        new ArrayList<>(
            pod.at("spec", "containers").stream()
                .map(each -> new TargetContainer(pod, each.at("name").textOrEmpty()))
                .toList());
    List<TargetContainer> likely = likely(pod, all, attempts);
    all.sort(
        Comparator.comparing((TargetContainer each) -> !likely.contains(each))
            .thenComparing(each -> PodContainer.isSidecar(each.name())));
    return new ContainerChoice(List.copyOf(all), likely);
  }

  /// The one that the pod names, or that Delve was attached to before; else those that are no
  /// sidecars and that no attempt has ruled out. A gateway's pod has nothing but a sidecar.
  private static List<TargetContainer> likely(
      KubeObject pod, List<TargetContainer> all, Attempts attempts) {
    List<TargetContainer> own =
        orAll(all, all.stream().filter(each -> !PodContainer.isSidecar(each.name())).toList());
    String byDefault =
        pod.annotations().getOrDefault("kubectl.kubernetes.io/default-container", "");
    List<TargetContainer> named =
        own.stream().filter(each -> each.name().equals(byDefault)).toList();
    if (!named.isEmpty()) {
      return named;
    }
    List<TargetContainer> left =
        orAll(own, own.stream().filter(each -> attempts.blocker(each).isEmpty()).toList());
    List<TargetContainer> worked = left.stream().filter(attempts::worked).toList();
    return worked.size() == 1 ? worked : List.copyOf(left);
  }

  private static <T> List<T> orAll(List<T> all, List<T> some) {
    return some.isEmpty() ? all : some;
  }
}
