package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tools that put an object back to what their repository says, and how each marks what it keeps.
final class GitOps {
  /// Beginnings of labels and annotations.
  private static final Map<String, String> MARKS =
      Map.of(
          "argocd.argoproj.io/", "Argo CD",
          "kustomize.toolkit.fluxcd.io/", "Flux",
          "helm.toolkit.fluxcd.io/", "Flux",
          "meta.helm.sh/", "Helm",
          "objectset.rio.cattle.io/", "Fleet",
          "configsync.gke.io/", "Config Sync",
          "configmanagement.gke.io/", "Config Sync",
          "kapp.k14s.io/", "kapp");

  private static final Map<String, String> MANAGERS =
      Map.of(
          "argocd-controller", "Argo CD",
          "argocd-application-controller", "Argo CD",
          "kustomize-controller", "Flux",
          "helm-controller", "Flux",
          "helm", "Helm",
          "fleetagent", "Fleet",
          "configsync", "Config Sync");

  private GitOps() {}

  /// The tool that keeps an object as it was read with its field managers; nothing where none is
  /// known to.
  static Optional<String> owner(KubeObject object) {
    List<String> marks = new ArrayList<>(object.labels().keySet());
    marks.addAll(object.annotations().keySet());
    for (Map.Entry<String, String> each : MARKS.entrySet()) {
      if (marks.stream().anyMatch(mark -> mark.startsWith(each.getKey()))) {
        return Optional.of(each.getValue());
      }
    }
    if ("Helm".equals(object.labels().get("app.kubernetes.io/managed-by"))) {
      return Optional.of("Helm");
    }
    Set<String> managers = MANAGERS.keySet();
    return object.at("metadata", "managedFields").stream()
        .map(each -> each.at("manager").textOrEmpty())
        .filter(managers::contains)
        .map(MANAGERS::get)
        .findFirst();
  }
}
