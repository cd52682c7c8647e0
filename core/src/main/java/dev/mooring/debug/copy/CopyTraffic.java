package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.forward.reach.Selectors;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether a copy can have the labels of its original, and where its requests come to.
final class CopyTraffic {
  private CopyTraffic() {}

  /// @throws MooringException where what made the original would take the copy for its own: it
  /// would delete it, or another pod in its place
  static CopyPod.Traffic of(Cluster cluster, TargetContainer target, PodTemplate template)
      throws InterruptedException {
    Map<String, String> labels = new CopyMetadata(template, true).labels();
    KubeObject like = new KubeObject(Document.of(Map.of("metadata", Map.of("labels", labels))));
    Optional<KubeObject> owner = template.owner().filter(each -> Selectors.select(each, like));
    if (owner.isPresent()) {
      throw new Problem(
              Code.DEBUG_NOT_POSSIBLE,
              Messages.of(
                  "cannot-copy-with-traffic", owner.get().kind() + "/" + owner.get().name()),
              Messages.of("its-controller-would-take-the-copy"),
              new Remedy.Advice(Messages.of("debug-a-copy-without-traffic")))
          .raise();
    }
    return new CopyPod.Traffic(port(services(cluster, target), like));
  }

  private static List<KubeObject> services(Cluster cluster, TargetContainer target)
      throws InterruptedException {
    try {
      return cluster.list(Kind.SERVICE, target.pod().namespace(), "");
    } catch (MooringException e) {
      return List.of(); // many users may not look at them
    }
  }

  /// The first that a Service sends to: a number, or the name of a port of the container.
  private static Optional<Object> port(List<KubeObject> services, KubeObject like) {
    return services.stream()
        .filter(each -> Selectors.select(each, like))
        .flatMap(each -> each.at("spec", "ports").stream())
        .filter(each -> !each.at("protocol").textOrEmpty().equals("UDP"))
        .flatMap(each -> Stream.ofNullable(each.at("targetPort").plain()))
        .findFirst();
  }
}
