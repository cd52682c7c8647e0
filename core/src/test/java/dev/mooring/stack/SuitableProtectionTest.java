package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.stack.options.Protection;
import org.junit.jupiter.api.Test;

final class SuitableProtectionTest {
  private static final String INJECTOR =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata: {name: istio-sidecar-injector}
      webhooks: [{name: object.sidecar-injector.istio.io}]
      """;
  private static final String ZTUNNEL =
      """
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: ztunnel, namespace: istio-system, labels: {app: ztunnel}}
      spec: {template: {spec: {containers: [{name: istio-proxy, image: "istio/ztunnel:1", args: [proxy, ztunnel]}]}}}
      """;

  private final CannedCluster cluster = new CannedCluster();

  private Protection found() throws InterruptedException {
    return new SuitableProtection(cluster).find();
  }

  @Test
  void aMeshWithSidecarsProtects() throws InterruptedException {
    cluster.with(INJECTOR);
    assertEquals(Protection.MESH, found());
  }

  @Test
  void withoutAMeshTokensDo() throws InterruptedException {
    assertEquals(Protection.TOKENS, found());
  }

  @Test
  void onAnAmbientMeshTokensDo() throws InterruptedException {
    cluster.with(INJECTOR).with(ZTUNNEL);
    assertEquals(Protection.TOKENS, found());
  }

  @Test
  void whoMayNotLookIsTakenToHaveAMeshWhereItsKindsAre() throws InterruptedException {
    cluster.hidden.add("MutatingWebhookConfiguration");
    assertEquals(Protection.TOKENS, found());
    cluster.groups.add("security.istio.io");
    assertEquals(Protection.MESH, found());
  }
}
