package dev.mooring.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Tools that put an object back to what their repository or chart says, and how each marks what it
/// keeps. An object without a mark may be kept by one all the same.
public final class GitOps {
  private static final String HELM = "Helm";

  /// Beginnings of labels and annotations.
  private static final Map<String, String> MARKS =
      Map.of(
          "argocd.argoproj.io/", "Argo CD",
          "kustomize.toolkit.fluxcd.io/", "Flux",
          "helm.toolkit.fluxcd.io/", "Flux",
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
          "fleetagent", "Fleet",
          "configsync", "Config Sync");

  private GitOps() {}

  /// The name of the tool that keeps an object: by its labels and annotations, or else by its field
  /// managers, as far as it was read with them. Nothing where none is known to.
  public static Optional<String> owner(KubeObject object) {
    return watcher(object).or(() -> isHelms(object) ? Optional.of(HELM) : Optional.empty());
  }

  /// The same without Helm, which puts nothing back until somebody upgrades. Of what Flux installs
  /// with Helm, it's Flux.
  public static Optional<String> watcher(KubeObject object) {
    return MARKS.entrySet().stream()
        .filter(each -> isMarked(object, each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(
            () ->
                managers(object)
                    .flatMap(each -> Stream.ofNullable(MANAGERS.get(each)))
                    .findFirst());
  }

  private static boolean isHelms(KubeObject object) {
    return isMarked(object, "meta.helm.sh/")
        || HELM.equals(object.labels().get("app.kubernetes.io/managed-by"))
        || managers(object).anyMatch("helm"::equals);
  }

  private static boolean isMarked(KubeObject object, String start) {
    return Stream.concat(object.labels().keySet().stream(), object.annotations().keySet().stream())
        .anyMatch(each -> each.startsWith(start));
  }

  private static Stream<String> managers(KubeObject object) {
    return object.at("metadata", "managedFields").stream()
        .map(each -> each.at("manager").textOrEmpty());
  }
}
