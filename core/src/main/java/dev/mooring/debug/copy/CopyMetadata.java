package dev.mooring.debug.copy;

import dev.mooring.debug.subject.TargetContainer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// By which labels and annotations a copy is known, and to whom.
///
/// @param keepsLabels whether Services, and everything else that goes by labels, take it for the
/// original's like
public record CopyMetadata(PodTemplate template, boolean keepsLabels) {
  public static final String LABEL = TargetContainer.COPY_LABEL;
  static final String NONCE = "mooring.dev/debug-copy-nonce";
  static final String OF = "mooring.dev/debug-copy-of";

  /// Whether meshes and others add something to the pod.
  private static final List<String> INJECTION =
      List.of("istio.io/", "linkerd.io/", "vault.hashicorp.com/", "dapr.io/");

  /// By these, controllers know their pods: one that took the copy for its own would delete it, or
  /// another in its place.
  private static final List<String> OF_CONTROLLERS =
      List.of(
          "pod-template-hash",
          "controller-revision-hash",
          "pod-template-generation",
          "statefulset.kubernetes.io/",
          "apps.kubernetes.io/",
          "batch.kubernetes.io/",
          "controller-uid",
          "job-name",
          "rollouts-pod-template-hash");

  private static final String INJECTED = "sidecar.istio.io/status";

  Map<String, String> labels() {
    Map<String, String> labels = injection(template.labels());
    if (keepsLabels) {
      template.labels().entrySet().stream()
          .filter(each -> OF_CONTROLLERS.stream().noneMatch(each.getKey()::startsWith))
          .forEach(each -> labels.put(each.getKey(), each.getValue()));
    }
    labels.put("app.kubernetes.io/managed-by", "mooring");
    labels.put(LABEL, "true");
    return labels;
  }

  /// @param nonce of the note that Mooring has of the copy
  /// @param of the original's name
  Map<String, String> annotations(String nonce, String of) {
    Map<String, String> annotations = injection(template.annotations());
    annotations.remove(INJECTED);
    annotations.put(NONCE, nonce);
    annotations.put(OF, of);
    return annotations;
  }

  private static Map<String, String> injection(Map<String, String> all) {
    Map<String, String> kept = new TreeMap<>(all);
    kept.keySet().removeIf(key -> INJECTION.stream().noneMatch(key::contains));
    return kept;
  }
}
