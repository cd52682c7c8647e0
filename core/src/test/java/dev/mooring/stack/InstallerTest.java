package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    List<String> left = new ArrayList<>(before);
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
        "change "
            + words
            + ": spec.replicas, taking over .spec.replicas of field manager kubectl-edit",
        step.words());
  }

  @Test
  void anObjectOfSomeoneElseIsNeverTaken() {
    cluster.with(
        "{apiVersion: v1, kind: Service, metadata: {name: kube-registry, namespace:"
            + " kube-registry}}");
    MooringException refused = assertThrows(MooringException.class, this::install);
    assertEquals(Code.OBJECT_OF_OTHERS, refused.problem().code());
  }

  @Test
  void optionsOfAnInstallAreReadBack() throws InterruptedException {
    StackOptions chosen = OPTIONS.withNodePort(5003).withNodeSources(List.of("10.0.0.0/8"));
    Installer installer = new Installer(cluster, chosen, Progress.none());
    installer.carryOut(installer.tasks(Surroundings.usual()));
    assertEquals(chosen, new Recorded(cluster).inForce(OPTIONS));
  }

  @Test
  void anUninstallKeepsTheRecordUntilTheRestIsGone() throws InterruptedException {
    install();
    List<String> removed =
        new Remover(cluster, OPTIONS).remove(Stack.DataFate.DELETE, Progress.none());
    List<String> objects = removed.stream().filter(each -> !each.startsWith("Namespace ")).toList();
    assertEquals("ConfigMap kube-registry/mooring-stack", objects.getLast());
    assertEquals(3, removed.size() - objects.size());
  }

  @Test
  void anOlderMooringDoesNotWriteOverANewerOnes() throws InterruptedException {
    install();
    new Recorded(cluster).demandNotNewer(OPTIONS, "Can't install");
    KubeObject record =
        cluster.get(Kind.CONFIG_MAP, "kube-registry", "mooring-stack").orElseThrow();
    cluster.apply(new KubeObject(record.document().with("99.0.0", "data", "version")));
    MooringException refused =
        assertThrows(
            MooringException.class,
            () -> new Recorded(cluster).demandNotNewer(OPTIONS, "Can't install"));
    assertEquals(Code.OLDER_MOORING, refused.problem().code());
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

  private Stack.Installation toldInstall(StackOptions options) throws InterruptedException {
    Installer installer = new Installer(cluster, options, told);
    return installer.carryOut(installer.tasks(Surroundings.usual()));
  }

  private final List<String> steps = new ArrayList<>();
  private Consumer<String> watched = ignored -> {};
  private final Progress told =
      new Progress() {
        @Override
        public void advance(String part, long done, long total, Unit unit) {
          watched.accept(part);
        }

        @Override
        public void step(String sentence) {
          steps.add(sentence);
        }
      };

  private Problem refused(StackOptions options) {
    return assertThrows(MooringException.class, () -> toldInstall(options)).problem();
  }

  @Test
  void aNamespaceThatIsBeingDeletedIsWaitedForAndMadeAnew() throws InterruptedException {
    cluster.with(
        "{apiVersion: v1, kind: Namespace, metadata: {name: kube-registry, deletionTimestamp:"
            + " now}}");
    List<String> waited = new ArrayList<>();
    watched =
        part -> {
          if (part.startsWith("Waiting")) {
            waited.add(part);
            cluster.delete(Kind.NAMESPACE, null, "kube-registry", Duration.ZERO);
          }
        };
    toldInstall(OPTIONS);
    assertEquals(List.of("Waiting until Namespace kube-registry is gone"), waited);
    assertTrue(steps.contains("created Namespace kube-registry"), steps::toString);
  }

  @Test
  void theNamespaceOfAnotherRegistryIsNotInstalledInto() {
    cluster.with(
        "{apiVersion: v1, kind: Namespace, metadata: {name: mooring-node, labels:"
            + " {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: other}}}");
    Problem problem = refused(OPTIONS);
    assertEquals(Code.NAMESPACE_TAKEN, problem.code());
    assertEquals("it belongs to registry other", problem.why());
  }

  @Test
  void whatIsLeftAsItIsIsTold() throws InterruptedException {
    cluster.with(
        """
        {apiVersion: v1, kind: Namespace, metadata: {name: kube-registry}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: local-registry-hosting, namespace: kube-public}
        data: {localRegistryHosting.v1: "host: localhost:5001"}
        """);
    toldInstall(OPTIONS);
    assertTrue(
        steps.containsAll(
            List.of(
                "skipped Namespace kube-registry: it wasn't created by Mooring",
                "skipped ConfigMap kube-public/local-registry-hosting: it announces"
                    + " localhost:5001")),
        steps::toString);
  }

  @Test
  void whoMayNotAnnounceTheRegistryInstallsWithoutAnAnnouncement() throws InterruptedException {
    cluster.lacking = request -> request.namespace().equals("kube-public");
    toldInstall(OPTIONS);
    assertTrue(
        steps.stream()
            .anyMatch(
                each ->
                    each.startsWith(
                        "skipped ConfigMap kube-public/local-registry-hosting: you don't"
                            + " have permission to ")),
        steps::toString);
    assertFalse(cluster.names().contains("ConfigMap kube-public/local-registry-hosting"));
    assertTrue(cluster.names().contains("Deployment kube-registry/kube-registry"));
  }

  private void claim(String size, String storageClass) {
    cluster.with(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: kube-registry
          namespace: kube-registry
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        spec: {storageClassName: %s, resources: {requests: {storage: %s}}}
        """
            .formatted(storageClass, size));
  }

  private String claimed() throws InterruptedException {
    return cluster
        .get(Kind.VOLUME_CLAIM, "kube-registry", "kube-registry")
        .orElseThrow()
        .at("spec", "resources", "requests", "storage")
        .textOrEmpty();
  }

  @Test
  void aSmallerVolumeGrowsAndALargerOneIsSaidToBeKept() throws InterruptedException {
    claim("1Gi", "standard");
    toldInstall(OPTIONS);
    assertEquals("30Gi", claimed());
    assertTrue(steps.stream().noneMatch(each -> each.startsWith("kept")), steps::toString);
    claim("31Gi", "standard");
    toldInstall(OPTIONS);
    assertEquals("31Gi", claimed());
    assertTrue(
        steps.contains("kept the size of PersistentVolumeClaim kube-registry/kube-registry: 31Gi"));
  }

  @Test
  void aVolumeStaysInItsStorageClass() throws InterruptedException {
    claim("30Gi", "standard");
    toldInstall(OPTIONS.withStorageClass("standard"));
    Problem problem = refused(OPTIONS.withStorageClass("fast"));
    assertEquals(Code.STORAGE_CLASS_FIXED, problem.code());
    assertTrue(problem.why().contains("class standard"), problem.why());
  }

  @Test
  void whatIsChangedTakenAndRemovedIsTold() throws InterruptedException {
    install();
    String words = "Deployment kube-registry/kube-registry";
    KubeObject changed =
        cluster.get(Kind.DEPLOYMENT, "kube-registry", "kube-registry").orElseThrow();
    cluster.apply(new KubeObject(changed.document().with(3, "spec", "replicas")));
    cluster.conflicting.put(
        words, List.of(new dev.mooring.cluster.Conflict(".spec.replicas", "kubectl-edit")));
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: old
          namespace: mooring-node
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        """);
    assertEquals(new Stack.Installation(0, 1, 1, steady(), OPTIONS), toldInstall(OPTIONS));
    assertEquals(
        List.of(
            "changed " + words + ": spec.replicas",
            "took over .spec.replicas of " + words + " from field manager kubectl-edit",
            "removed Deployment mooring-node/old"),
        steps);
  }

  /// Everything but the Deployment that was changed.
  private int steady() throws InterruptedException {
    return (int)
        new Installer(cluster, OPTIONS, Progress.none())
            .tasks(Surroundings.usual()).stream()
                .filter(each -> each.step().action() == Plan.Action.KEEP)
                .count();
  }

  @Test
  void whoSeesOnlyTheStacksNamespacesRemovesItAllTheSame() throws InterruptedException {
    install();
    cluster.hiddenEverywhere.addAll(
        List.of("ConfigMap", "Service", "Deployment", "DaemonSet", "Role", "RoleBinding"));
    remove(Stack.DataFate.DELETE);
    assertEquals(List.of(), cluster.names());
  }

  @Test
  void whatControllersMadeIsLeftToThem() throws InterruptedException {
    install();
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: r
          namespace: kube-registry
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
          ownerReferences: [{kind: ReplicaSet, name: x}]
        """);
    assertFalse(remove(Stack.DataFate.DELETE).contains("Pod kube-registry/r"));
  }

  @Test
  void ofManyObjectsOfOthersTenAreNamed() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      service("evil", "d" + i, "localhost");
    }
    assertFalse(new Claims(cluster, OPTIONS).finding().sentence().contains("more"));
    service("evil", "e", "localhost");
    service("evil", "f", "localhost");
    assertTrue(
        new Claims(cluster, OPTIONS)
            .finding()
            .sentence()
            .contains("ServiceEntry evil/d9 and 2 more select"));
  }

  private void service(String namespace, String name, String host) {
    cluster.with(
        """
        {apiVersion: networking.istio.io/v1, kind: ServiceEntry,
         metadata: {name: %s, namespace: %s}, spec: {hosts: ["%s"]}}
        """
            .formatted(name, namespace, host));
  }

  @Test
  void aShortNameIsThatOfTheObjectsOwnNamespace() throws InterruptedException {
    service("web", "a", "kube-registry");
    service("kube-registry", "b", "kube-registry");
    service("web", "c", "kube-registry.kube-registry");
    service("web", "d", "kube-registry.kube-registry.svc");
    service("web", "e", "kube-registry.web");
    cluster.with(
        """
        {apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: v, namespace: web},
         spec: {hosts: ["127.0.0.1"]}}
        ---
        {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: all, namespace: web}}
        """);
    assertEquals(
        List.of(
            "ServiceEntry kube-registry/b",
            "ServiceEntry web/c",
            "ServiceEntry web/d",
            "VirtualService web/v"),
        new Claims(cluster, OPTIONS).found());
  }

  @Test
  void anObjectElsewhereThatOnlyWearsTheStacksLabelsIsNamed() throws InterruptedException {
    cluster.with(
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata:
          name: disguised
          namespace: web
          labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}
        spec: {hosts: [localhost], gateways: [mooring-node/x]}
        """);
    assertEquals(List.of("VirtualService web/disguised"), new Claims(cluster, OPTIONS).found());
  }

  @Test
  void whoMayNotSeeObjectsOfOthersIsToldSo() throws InterruptedException {
    cluster.hidden.add("Gateway");
    assertTrue(
        new Claims(cluster, OPTIONS)
            .finding()
            .sentence()
            .startsWith("couldn't be checked: the user ana doesn't have permission"));
  }
}
