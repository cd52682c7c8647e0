package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Ambient meshes are known from recorded objects only: none was run.
final class AmbientTest {
  /// What Istio's ztunnel and cni charts render (`helm template`), less what nobody looks at.
  static final String RECORDED =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata:
        name: ztunnel
        namespace: istio-system
        labels: {app: ztunnel, app.kubernetes.io/name: ztunnel, app.kubernetes.io/part-of: istio}
      spec:
        selector: {matchLabels: {app: ztunnel}}
        template:
          metadata:
            annotations: {sidecar.istio.io/inject: "false"}
            labels: {app: ztunnel, istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false"}
          spec:
            serviceAccountName: ztunnel
            containers:
            - {name: istio-proxy, image: "docker.io/istio/ztunnel:1.31.0", args: [proxy, ztunnel]}
      status: {desiredNumberScheduled: 2, numberReady: 2}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: istio-cni-config, namespace: istio-system}
      data: {AMBIENT_ENABLED: "true"}
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {istio.io/dataplane-mode: ambient}}
      """;

  @Test
  void ztunnelAndTheNamespacesThatGoThroughItAreFound() throws InterruptedException {
    assertEquals(
        Optional.of(new Ambient("istio-system", 2, List.of("shop"))),
        Ambient.find(new CannedCluster().with(RECORDED)));
  }

  @Test
  void aMirroredImageUnderAnotherNameIsZtunnelByItsArguments() throws InterruptedException {
    CannedCluster cluster =
        new CannedCluster().with(RECORDED.replace("istio/ztunnel:1.31.0", "copies/zt:9"));
    assertEquals(2, Ambient.find(cluster).orElseThrow().ready());
  }

  @Test
  void anotherProgramOfThatLabelIsNone() throws InterruptedException {
    assertEquals(
        Optional.empty(),
        Ambient.find(
            new CannedCluster()
                .with(
                    RECORDED
                        .replace("istio/ztunnel:1.31.0", "web:1")
                        .replace("[proxy, ztunnel]", "[]"))));
  }

  @Test
  void whoMayNotLookHearsOfNone() throws InterruptedException {
    CannedCluster cluster = new CannedCluster().with(RECORDED);
    cluster.hiddenEverywhere.add("DaemonSet");
    assertEquals(Optional.empty(), Ambient.find(cluster));
  }
}
