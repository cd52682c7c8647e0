package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.Controllers;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a pod was made from: the template of what made it, so without what meshes and other
/// webhooks added, which they add to a copy anew. Where nothing made it, or that may not be read,
/// the pod itself without what Istio says that it added.
///
/// @param owner what made the pod
public record PodTemplate(
    Optional<KubeObject> owner,
    Map<String, String> labels,
    Map<String, String> annotations,
    Document spec) {
  private static final String INJECTED = "sidecar.istio.io/status";

  /// @param container that has to be in it
  public static PodTemplate of(Cluster cluster, KubeObject pod, String container)
      throws InterruptedException {
    Optional<KubeObject> owner = owner(cluster, pod);
    Document template = owner.map(each -> each.at("spec", "template")).orElse(Document.nothing());
    if (has(template.at("spec"), container)) {
      return new PodTemplate(
          owner,
          template.at("metadata", "labels").strings(),
          template.at("metadata", "annotations").strings(),
          withClaims(template.at("spec"), pod.at("spec")));
    }
    Document without = withoutInjected(pod);
    return new PodTemplate(
        owner, pod.labels(), pod.annotations(), has(without, container) ? without : pod.at("spec"));
  }

  private static boolean has(Document spec, String container) {
    return spec.at("containers").stream()
        .anyMatch(each -> each.at("name").textOrEmpty().equals(container));
  }

  private static Optional<KubeObject> owner(Cluster cluster, KubeObject pod)
      throws InterruptedException {
    try {
      return Controllers.of(cluster, pod);
    } catch (MooringException e) {
      return Optional.empty(); // many users may not look at it
    }
  }

  /// A StatefulSet's volumes stand in its pods only.
  private static Document withClaims(Document template, Document pod) {
    Set<String> there = names(template.at("volumes").items());
    Set<String> mounted =
        Stream.of("containers", "initContainers")
            .flatMap(each -> template.at(each).stream())
            .flatMap(each -> each.at("volumeMounts").stream())
            .map(each -> each.at("name").textOrEmpty())
            .collect(Collectors.toSet());
    List<Document> volumes =
        Stream.concat(
                template.at("volumes").stream(),
                pod.at("volumes").stream()
                    .filter(each -> !there.contains(each.at("name").textOrEmpty()))
                    .filter(each -> mounted.contains(each.at("name").textOrEmpty())))
            .toList();
    return volumes.isEmpty() ? template : template.with(volumes, "volumes");
  }

  private static Document withoutInjected(KubeObject pod) {
    Document spec = pod.at("spec");
    String text = pod.annotations().getOrDefault(INJECTED, "");
    try {
      Document added =
          text.isEmpty()
              ? Document.nothing()
              : Documents.json(text.getBytes(StandardCharsets.UTF_8), "annotation");
      for (String list : List.of("containers", "initContainers", "volumes")) {
        Set<String> others = new LinkedHashSet<>(added.at(list).texts());
        if (list.endsWith("ontainers")) {
          // A native sidecar stands among the init containers, which older notes don't say.
          others.addAll(added.at("containers").texts());
        }
        spec =
            spec.with(
                spec.at(list).stream()
                    .filter(each -> !others.contains(each.at("name").textOrEmpty()))
                    .toList(),
                list);
      }
      return spec;
    } catch (MooringException e) {
      return spec;
    }
  }

  private static Set<String> names(List<Document> all) {
    return all.stream().map(each -> each.at("name").textOrEmpty()).collect(Collectors.toSet());
  }
}
