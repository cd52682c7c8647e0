package dev.mooring.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Documents;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GitOpsTest {
  private static KubeObject marked(String metadata) {
    return new KubeObject(
        Documents.yaml(
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: app, " + metadata + "}}",
                "test")
            .getFirst());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "annotations: {argocd.argoproj.io/tracking-id: a}                | Argo CD",
        "labels: {kustomize.toolkit.fluxcd.io/name: a}                   | Flux",
        "labels: {objectset.rio.cattle.io/hash: a}                       | Fleet",
        "annotations: {configmanagement.gke.io/managed: enabled}         | Config Sync",
        "labels: {kapp.k14s.io/app: a}                                   | kapp",
        "managedFields: [{manager: kubectl}, {manager: argocd-controller}] | Argo CD",
        "managedFields: [{manager: kubectl}]                             |",
        "labels: {app: a}                                                |"
      })
  void whoWatchesAnObjectIsKnownByItsMarksOrByItsFieldManagers(String metadata, String tool) {
    assertEquals(Optional.ofNullable(tool), GitOps.watcher(marked(metadata)));
    assertEquals(Optional.ofNullable(tool), GitOps.owner(marked(metadata)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "annotations: {meta.helm.sh/release-name: a}",
        "labels: {app.kubernetes.io/managed-by: Helm}",
        "managedFields: [{manager: helm}]"
      })
  void helmKeepsWithoutWatching(String metadata) {
    assertEquals(Optional.of("Helm"), GitOps.owner(marked(metadata)));
    assertEquals(Optional.empty(), GitOps.watcher(marked(metadata)));
  }

  @Test
  void whatFluxInstallsWithHelmIsKeptByFlux() {
    KubeObject both =
        marked(
            "labels: {helm.toolkit.fluxcd.io/name: a, app.kubernetes.io/managed-by: Helm}, "
                + "annotations: {meta.helm.sh/release-name: a}");
    assertEquals(Optional.of("Flux"), GitOps.owner(both));
    assertEquals(Optional.of("Flux"), GitOps.watcher(both));
  }
}
