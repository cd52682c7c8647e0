package dev.mooring.debug.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwningWorkloadTest {
  private static List<String> consequences(String metadata) throws InterruptedException {
    KubeObject object =
        new KubeObject(
            Documents.yaml(
                    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: app, namespace: ux, "
                        + metadata
                        + "}}",
                    "test")
                .getFirst());
    Cluster unscaled =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, given) -> List.of());
    return new OwningWorkload(object).consequences(unscaled, "main");
  }

  @Test
  void whoMayUndoARelaunchIsNamed() throws InterruptedException {
    assertTrue(
        consequences("labels: {objectset.rio.cattle.io/hash: a}")
            .contains("Fleet manages it, and may undo the change at once"));
  }

  @Test
  void helmUndoesNothingByItself() throws InterruptedException {
    assertEquals(3, consequences("annotations: {meta.helm.sh/release-name: a}").size());
  }
}
