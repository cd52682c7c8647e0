package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InstallerTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private final CannedCluster cluster = new CannedCluster();

  private Stack.Installation install() throws InterruptedException {
    return new Installer(cluster, OPTIONS, Progress.none()).apply(Surroundings.usual());
  }

  private List<String> remove(Stack.DataFate data) throws InterruptedException {
    return new Remover(cluster, OPTIONS).remove(data, Progress.none());
  }

  @Test
  void aSecondInstallWritesNothing() throws InterruptedException {
    assertTrue(install().created() > 20);
    assertEquals(0, install().written());
  }

  @Test
  void anUninstallWithTheDataLeavesNothing() throws InterruptedException {
    install();
    remove(Stack.DataFate.DELETE);
    assertEquals(List.of(), cluster.names());
  }

  @Test
  void anUninstallKeepsTheImagesAndTheirNamespace() throws InterruptedException {
    install();
    remove(Stack.DataFate.KEEP);
    assertEquals(
        List.of("Namespace kube-registry", "PersistentVolumeClaim kube-registry/kube-registry"),
        cluster.names());
  }

  @Test
  void aNamespaceOfSomeoneElseIsNeverDeleted() throws InterruptedException {
    cluster.with("{apiVersion: v1, kind: Namespace, metadata: {name: kube-registry}}");
    install();
    remove(Stack.DataFate.DELETE);
    assertEquals(List.of("Namespace kube-registry"), cluster.names());
  }

  @Test
  void aNamespaceThatOthersUseLosesOnlyTheLabels() throws InterruptedException {
    install();
    cluster.with("{apiVersion: v1, kind: Pod, metadata: {name: guest, namespace: kube-registry}}");
    remove(Stack.DataFate.DELETE);
    assertEquals(List.of("Namespace kube-registry", "Pod kube-registry/guest"), cluster.names());
    KubeObject left = cluster.get(Kind.NAMESPACE, null, "kube-registry").orElseThrow();
    assertEquals(false, Ownership.belongs(left, OPTIONS));
  }

  @Test
  void theAnnouncementOfAnotherRegistryStays() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: local-registry-hosting, namespace: kube-public}
        data: {localRegistryHosting.v1: "host: localhost:5001"}
        """);
    install();
    remove(Stack.DataFate.DELETE);
    KubeObject left =
        cluster.get(Kind.CONFIG_MAP, "kube-public", "local-registry-hosting").orElseThrow();
    assertEquals("localhost:5001", Hosting.host(left));
  }

  @Test
  void aLargerVolumeIsNotShrunk() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: kube-registry, namespace: kube-registry}
        spec: {resources: {requests: {storage: 1Ti}}}
        """);
    install();
    KubeObject claim =
        cluster.get(Kind.VOLUME_CLAIM, "kube-registry", "kube-registry").orElseThrow();
    assertEquals("1Ti", claim.at("spec", "resources", "requests", "storage").textOrEmpty());
  }

  @Test
  void theNodesOwnAccountNeverBecomesAWriter() throws InterruptedException {
    install();
    Writer gateway = new Writer("gw", "mooring-node", "node-entrance", List.of("*"));
    assertThrows(MooringException.class, () -> new Writers(cluster, OPTIONS).add(gateway, "ana"));
  }
}
