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
    Installer installer = new Installer(cluster, OPTIONS, Progress.none());
    return installer.carryOut(installer.tasks(Surroundings.usual()));
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
        metadata:
          name: kube-registry
          namespace: kube-registry
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
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

  @Test
  void whatIsNoLongerPartOfTheStackIsRemovedAndWritersStay() throws InterruptedException {
    install();
    cluster.with(
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata:
          name: node-gateway
          namespace: mooring-node
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        ---
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: node-gateway
          namespace: mooring-node
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: theirs, namespace: web}
        """);
    new Writers(cluster, OPTIONS).add(new Writer("ana", "dev", "ana", List.of("*")), "ana");
    List<String> before = cluster.names();
    assertEquals(2, install().removed());
    List<String> left = new java.util.ArrayList<>(before);
    left.removeAll(
        List.of("Gateway mooring-node/node-gateway", "DaemonSet mooring-node/node-gateway"));
    assertEquals(left, cluster.names());
  }

  @Test
  void theOldGatewaysLeaveTheNodesPortBeforeTheNewEntranceNeedsIt() throws InterruptedException {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: node-gateway
          namespace: mooring-node
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        """);
    List<String> steps =
        new Installer(cluster, OPTIONS, Progress.none())
            .tasks(Surroundings.usual()).stream().map(each -> each.step().words()).toList();
    int removed = steps.indexOf("remove DaemonSet mooring-node/node-gateway (no longer needed)");
    int created = steps.indexOf("create DaemonSet mooring-node/node-entrance");
    assertTrue(removed >= 0 && removed < created, steps::toString);
    assertTrue(steps.indexOf("create Deployment kube-registry/kube-registry") < removed);
  }

  @Test
  void fieldsOfAnotherManagerAreNamedBeforeTheyAreTaken() throws InterruptedException {
    install();
    String words = "Deployment kube-registry/kube-registry";
    KubeObject changed =
        cluster.get(Kind.DEPLOYMENT, "kube-registry", "kube-registry").orElseThrow();
    cluster.apply(new KubeObject(changed.document().with(3, "spec", "replicas")));
    cluster.conflicting.put(
        words, List.of(new dev.mooring.cluster.Conflict(".spec.replicas", "kubectl-edit")));
    Plan.Step step =
        new Installer(cluster, OPTIONS, Progress.none())
            .tasks(Surroundings.usual()).stream()
                .map(Planner.Task::step)
                .filter(each -> each.action() == Plan.Action.CHANGE)
                .findFirst()
                .orElseThrow();
    assertEquals(
        "change " + words + ": spec.replicas, taking .spec.replicas of manager kubectl-edit",
        step.words());
  }

  @Test
  void anObjectOfSomeoneElseIsNeverTaken() {
    cluster.with(
        "{apiVersion: v1, kind: Service, metadata: {name: kube-registry, namespace:"
            + " kube-registry}}");
    MooringException refused = assertThrows(MooringException.class, this::install);
    assertEquals(dev.mooring.problem.Code.OBJECT_OF_OTHERS, refused.problem().code());
  }

  @Test
  void optionsOfAnInstallAreReadBack() throws InterruptedException {
    StackOptions chosen = OPTIONS.withNodePort(5003).withNodeSources(List.of("10.0.0.0/8"));
    Installer installer = new Installer(cluster, chosen, Progress.none());
    installer.carryOut(installer.tasks(Surroundings.usual()));
    assertEquals(chosen, new Recorded(cluster).inForce(OPTIONS));
  }

  @Test
  void anOlderMooringDoesNotWriteOverANewerOnes() throws InterruptedException {
    install();
    new Recorded(cluster).demandNotNewer(OPTIONS, "Cannot install");
    KubeObject record =
        cluster.get(Kind.CONFIG_MAP, "kube-registry", "mooring-stack").orElseThrow();
    cluster.apply(new KubeObject(record.document().with("99.0.0", "data", "version")));
    MooringException refused =
        assertThrows(
            MooringException.class,
            () -> new Recorded(cluster).demandNotNewer(OPTIONS, "Cannot install"));
    assertEquals(dev.mooring.problem.Code.OLDER_MOORING, refused.problem().code());
    assertTrue(refused.problem().why().contains("99.0.0"));
  }

  @Test
  void objectsThatReachForTheStackAreNamed() throws InterruptedException {
    cluster.with(
        """
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: evil},
         spec: {hosts: ["*"], gateways: [mooring-node/node-gateway]}}
        ---
        {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: b, namespace: evil},
         spec: {selector: {app: mooring-node-entrance}}}
        ---
        {apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: c, namespace: evil},
         spec: {host: kube-registry.kube-registry.svc.cluster.local}}
        ---
        {apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: d, namespace: evil},
         spec: {hosts: [kube-registry.registry.mooring.internal]}}
        ---
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: fine, namespace: web},
         spec: {hosts: ["*"], gateways: [web/public]}}
        ---
        {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: fine, namespace: web},
         spec: {selector: {istio: ingressgateway}}}
        """);
    assertEquals(
        List.of(
            "DestinationRule evil/c",
            "Gateway evil/b",
            "ServiceEntry evil/d",
            "VirtualService evil/a"),
        new Claims(cluster, OPTIONS).found());
  }
}
