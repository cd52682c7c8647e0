package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.DoorKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The stack from preflight to removal, on a cluster that starts what is applied at once.
final class ClusterStackTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private final CannedCluster cluster = new CannedCluster();
  private final List<String> steps = new ArrayList<>();
  private final Stack stack =
      new ClusterStack(
          cluster,
          new CannedTunnels(),
          ignored -> {
            throw new AssertionError();
          });
  private List<String> before;

  @BeforeEach
  void meshCluster() {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        status: {conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: standard
          annotations: {storageclass.kubernetes.io/is-default-class: "true"}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio, labels: {istio.io/rev: default}}
        webhooks: [{name: object.sidecar-injector.istio.io}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system, labels: {app: istiod, istio.io/rev: default}}
        status: {readyReplicas: 1}
        """);
    cluster.born = this::started;
    before = cluster.names();
  }

  /// What the controllers make of it.
  private KubeObject started(KubeObject object) {
    String status =
        switch (object.kind()) {
          case "Deployment" ->
              "{observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1}";
          case "DaemonSet" ->
              "{observedGeneration: 1, desiredNumberScheduled: 1, updatedNumberScheduled: 1}";
          default -> "";
        };
    if (status.isEmpty()) {
      return object;
    }
    if (object.kind().equals("DaemonSet")) {
      Document meta = object.at("spec", "template", "metadata");
      cluster.with(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: %s-1, namespace: %s, labels: {app: %s}}
          spec: {nodeName: node-a}
          status: {conditions: [{type: Ready, status: "True"}]}
          """
              .formatted(
                  object.name(), object.namespace(), meta.at("labels", "app").textOrEmpty()));
    }
    return new KubeObject(
        object.document().with(Documents.yaml(status, "test").getFirst(), "status"));
  }

  private Stack.Installation install() throws InterruptedException {
    return stack.install(
        OPTIONS,
        new Progress() {
          @Override
          public void advance(String part, long done, long total, Unit unit) {}

          @Override
          public void step(String sentence) {
            steps.add(sentence);
          }
        });
  }

  private Problem refused() {
    return assertThrows(MooringException.class, this::install).problem();
  }

  @Test
  void whatThePlanSaysIsWhatTheInstallWrites() throws InterruptedException {
    Plan plan = stack.plan(OPTIONS);
    assertEquals(before, cluster.names());
    assertEquals(List.of(), plan.findings());
    Stack.Installation done = install();
    assertEquals(plan.steps().size(), done.created());
    assertEquals(0, done.changed() + done.removed() + done.unchanged());
    Set<String> written = new TreeSet<>(cluster.names());
    before.forEach(written::remove);
    written.remove("Pod mooring-node/node-entrance-1");
    assertEquals(
        plan.steps().stream().map(Plan.Step::object).collect(Collectors.toCollection(TreeSet::new)),
        written);
  }

  @Test
  void whoOverrulesACheckInstallsAllTheSame() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: other, namespace: web}
        spec: {nodeName: node-a, containers: [{ports: [{hostPort: 5000}]}]}
        """);
    Problem blocked = refused();
    assertEquals(Code.INSTALL_BLOCKED, blocked.code());
    assertEquals("To install anyway: mooring install --ignore port.nodes", blocked.detail());
    MooringException other =
        assertThrows(
            MooringException.class,
            () -> stack.overruling(Set.of("port.local")).install(OPTIONS, Progress.none()));
    assertEquals(Code.INSTALL_BLOCKED, other.problem().code());
    assertEquals(1, cluster.names().size() - before.size(), "nothing but the pod");
    assertTrue(
        stack.overruling(Set.of("port.nodes")).install(OPTIONS, Progress.none()).created() > 20);
  }

  @Test
  void anInstalledStackIsReady() throws InterruptedException {
    assertFalse(stack.status(OPTIONS).installed());
    install();
    StackStatus status = stack.status(OPTIONS);
    assertTrue(status.ready(), status::why);
    assertEquals(List.of(new StackStatus.NodeEntrance("node-a", true)), status.nodes());
  }

  @Test
  void whatIsRenderedIsWhatIsApplied() throws InterruptedException {
    List<String> rendered = stack.render(OPTIONS).stream().map(KubeObject::words).sorted().toList();
    assertEquals(before, cluster.names());
    install();
    List<String> applied = new ArrayList<>(cluster.names());
    applied.removeAll(before);
    applied.remove("Pod mooring-node/node-entrance-1");
    assertEquals(rendered, applied.stream().sorted().toList());
  }

  @Test
  void whatWouldKeepItFromRunningStopsTheInstallBeforeAnythingIsWritten() {
    cluster.delete(Kind.STORAGE_CLASS, null, "standard", Duration.ZERO);
    cluster.delete(Kind.WEBHOOK, null, "istio", Duration.ZERO);
    before = cluster.names();
    Problem problem = refused();
    assertEquals(Code.INSTALL_BLOCKED, problem.code());
    assertTrue(problem.why().contains("Storage: there is no default StorageClass"), problem.why());
    assertTrue(problem.why().contains("there is no sidecar injector"), problem.why());
    assertFalse(problem.whatToDo().isEmpty());
    assertEquals(before, cluster.names());
  }

  @Test
  void anExpiredCertificateOfTheDoorDoesNotStopTheInstallThatRenewsIt()
      throws InterruptedException {
    StackOptions tokens = OPTIONS.withProtection(Protection.TOKENS);
    Instant then = Instant.now().minus(Duration.ofDays(400));
    DoorCertificate expired = new DoorCertificates(cluster, tokens).fresh(then);
    cluster.apply(DoorKeys.secret(tokens, expired));
    assertEquals(
        Finding.Level.BLOCKER,
        new CertificateCheck(cluster, tokens).finding(Instant.now()).level());
    stack.install(tokens, Progress.none());
    assertEquals(
        Finding.Level.OK, new CertificateCheck(cluster, tokens).finding(Instant.now()).level());
  }

  @Test
  void aStackOfANewerMooringIsNeitherPlannedNorInstalledOver() throws InterruptedException {
    install();
    KubeObject record =
        cluster.get(Kind.CONFIG_MAP, "kube-registry", "mooring-stack").orElseThrow();
    cluster.apply(new KubeObject(record.document().with("99.0.0", "data", "version")));
    assertEquals(Code.OLDER_MOORING, refused().code());
    assertEquals(
        Code.OLDER_MOORING,
        assertThrows(MooringException.class, () -> stack.plan(OPTIONS)).problem().code());
  }

  @Test
  void objectsOfOthersThatReachForTheStackAreInThePlan() throws InterruptedException {
    cluster.with(
        """
        {apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: b, namespace: evil},
         spec: {selector: {app: mooring-node-entrance}}}
        """);
    assertEquals(
        List.of("Objects of others"),
        stack.plan(OPTIONS).findings().stream().map(Finding::subject).toList());
  }

  @Test
  void everyFindingOfTheExaminationIsToldAsItIsKnown() throws InterruptedException {
    List<Finding> told = new ArrayList<>();
    assertEquals(stack.examine(OPTIONS, 0, told::add), told);
    assertTrue(told.stream().noneMatch(each -> each.level() == Finding.Level.BLOCKER));
  }

  @Test
  void writersAreThoseOfTheStackThatStands() throws InterruptedException {
    install();
    Writer ana = new Writer("ana", "dev", "pusher", List.of("ana/*"));
    assertEquals("ana", stack.addWriter(OPTIONS, ana, "ana").user());
    assertTrue(stack.writers(OPTIONS).contains(ana));
    stack.removeWriter(OPTIONS, "ana", "dev");
    assertFalse(stack.writers(OPTIONS).contains(ana));
  }

  @Test
  void anUninstallRemovesWhatItsPlanNames() throws InterruptedException {
    install();
    cluster.delete(Kind.POD, "mooring-node", "node-entrance-1", Duration.ZERO);
    List<String> planned =
        stack.planUninstall(OPTIONS, Stack.DataFate.DELETE).steps().stream()
            .map(Plan.Step::object)
            .toList();
    assertEquals(planned, stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none()));
    assertEquals(before, cluster.names());
  }

  @Test
  void everyObjectThatIsWrittenIsToldOnce() throws InterruptedException {
    Stack.Installation done = install();
    assertEquals(done.created(), steps.stream().filter(s -> s.startsWith("created ")).count());
    assertTrue(steps.contains("created Deployment kube-registry/kube-registry"), steps::toString);
  }

  @Test
  void aPlanSaysInNumbersWhatItWrites() throws InterruptedException {
    Plan first = stack.plan(OPTIONS);
    int all = first.steps().size();
    assertEquals(all + " to create, 0 to change, 0 to remove, 0 unchanged", first.words());
    install();
    cluster.delete(Kind.SERVICE, "kube-registry", "kube-registry", Duration.ZERO);
    Plan second = stack.plan(OPTIONS);
    assertEquals(
        List.of("create Service kube-registry/kube-registry"),
        second.writes().stream()
            .filter(each -> each.action() == Plan.Action.CREATE)
            .map(Plan.Step::words)
            .toList());
  }

  @Test
  void aNamespaceThatOthersUseLosesItsLabelsAndIsSaidTo() throws InterruptedException {
    install();
    cluster.with("{apiVersion: v1, kind: Pod, metadata: {name: guest, namespace: kube-registry}}");
    assertTrue(
        stack.planUninstall(OPTIONS, Stack.DataFate.DELETE).steps().stream()
            .anyMatch(
                each ->
                    each.object()
                        .equals("labels of Namespace kube-registry (it is also used by others)")));
  }
}
