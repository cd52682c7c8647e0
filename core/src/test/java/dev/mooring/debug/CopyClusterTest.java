package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.copy.CopiedSession;
import dev.mooring.debug.copy.CopyMetadata;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.inspect.DelveClient;
import dev.mooring.debug.subject.SavedTemplate;
import dev.mooring.document.Document;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.reach.Selectors;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// On a real cluster that has the images `lab.test/hello-*`, `lab.test/tools:1` and
/// `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CopyClusterTest {
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final DebugOptions COPY = DebugCluster.OPTIONS.with(Mode.copy());

  /// Words of the manifest that a shell would run, and that Kubernetes would fill in.
  private static final String HOSTILE = "$(SECRET); touch /tmp/x `id` 'a b' $$(SECRET)";

  private static final String POD =
      "securityContext: {runAsNonRoot: true, runAsUser: 1000,"
          + " seccompProfile: {type: RuntimeDefault}}";
  private static final String CONTAINER =
      "securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";

  /// A Mooring that does not wait long for another.
  private static final Patience HASTY =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(2));

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void step(String words) {
          said.add(words);
        }

        @Override
        public void advance(String part, long done, long total, Unit unit) {}
      };

  @TempDir static Path state;
  private DebugCluster lab;
  private KubeObject original;

  @BeforeAll
  void deploy() throws InterruptedException {
    lab = new DebugCluster();
    lab.apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}
        """
            .formatted(lab.namespace));
    lab.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: hello, namespace: %s}
        spec: {selector: {app: hello}, ports: [{port: 80, targetPort: 8080}]}
        """
            .formatted(lab.namespace));
    original =
        lab.deploy(
            "hello-noopt",
            POD,
            CONTAINER
                + """
            , args: ["%s"], env: [{name: SECRET, value: hidden}],
            resources: {limits: {memory: 64Mi}},
            livenessProbe: {httpGet: {path: /healthz, port: 8080}},
            readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1}
            """
                    .formatted(HOSTILE));
  }

  @AfterAll
  void remove() throws InterruptedException {
    lab.close();
  }

  private ClusterDebugger debugger() {
    return new ClusterDebugger(
        lab.cluster,
        lab.tunnels,
        LocalUsers.owner(),
        new DelveSources(Path.of("target", "no-delves"), Optional::empty),
        state,
        HASTY);
  }

  @Test
  @Order(1)
  void aCopyStopsAtTheFirstLineOfMainWithoutTrafficAndLeavesTheOriginalAsItIs() throws Exception {
    KubeObject deployment = deployment();
    try (ClusterDebugger debugger = debugger()) {
      DebugSession session = debugger.attach(lab.target(), COPY, progress);
      Awaitility.await()
          .atMost(CALL)
          .until(() -> session.state().get().words().contains("main.main"));
      assertEquals(Phase.STOPPED, session.state().get().phase());
      assertTrue(session.binary().contains("not optimized"), session.binary());
      assertTrue(
          session.handovers().toString().contains("\"to\" : \"/src/hello\""), said::toString);

      KubeObject copy = pod(session.verdict().pod());
      assertTrue(copy.at("metadata", "ownerReferences").items().isEmpty());
      assertTrue(services().noneMatch(each -> Selectors.select(each, copy)));
      Document container = copy.at("spec", "containers").items().getFirst();
      assertTrue(
          container.at("livenessProbe").isNothing() && container.at("readinessProbe").isNothing());
      List<String> command = container.at("command").texts();
      assertEquals(HOSTILE, command.getLast(), "as the manifest wrote it, unread by any shell");
      assertTrue(!copy.toString().contains("; touch /tmp/x `id` 'a b' hidden"), copy::toString);
      assertEquals("hidden; touch /tmp/x `id` 'a b' $(SECRET)", lastArgument(session));

      session.close();
      assertEquals(Optional.empty(), find(copy.name()));
      assertEquals(List.of(), debugger.sessions());
    }
    assertEquals(List.of(), copies());
    assertEquals(wanted(original), wanted(pod(original.name())));
    assertEquals(wanted(deployment), wanted(deployment()));
  }

  /// What people and controllers want of it; its status moves on by itself.
  private static List<Document> wanted(KubeObject object) {
    return List.of(
        object.at("spec"),
        object.at("metadata", "labels"),
        object.at("metadata", "annotations"),
        object.at("metadata", "ownerReferences"));
  }

  @Test
  @Order(2)
  void aCopyWithTrafficGetsRequestsUntilMooringIsGoneAndIsRemovedByTheNextOne() throws Exception {
    try (ClusterDebugger debugger = debugger()) {
      DebugSession session =
          debugger.attach(
              lab.target(), COPY.with(Mode.copy().withTraffic(true).stoppingAt("entry")), progress);
      KubeObject copy = pod(session.verdict().pod());
      assertTrue(services().anyMatch(each -> Selectors.select(each, copy)));
      assertTrue(copy.at("metadata", "ownerReferences").items().isEmpty());
      session.resume();
      Awaitility.await().atMost(CALL).until(() -> pod(copy.name()).ready());
      assertEquals(2, lab.cluster.list(Kind.POD, lab.namespace, "app=hello").size());
      assertEquals(original.name(), debugger.judge(lab.target()).pod(), "not the copy");
      ((CopiedSession) session).abandon();
      Awaitility.await().atMost(CALL).until(() -> !pod(copy.name()).ready());
      stranger();
      assertEquals(List.of(lab.namespace + "/" + copy.name()), debugger.removeLeft(progress));
      assertEquals(Optional.empty(), find(copy.name()));
      assertTrue(find("stranger").isPresent(), "it only looks like one of ours");
      lab.cluster.delete(Kind.POD, lab.namespace, "stranger", CALL);
    }
    assertEquals(original.uid(), pod(original.name()).uid());
  }

  @Test
  @Order(3)
  void aRelaunchedWorkloadIsRestoredExactlyAtTheEndAndAfterACrash() throws Exception {
    String before = SavedTemplate.hash(deployment().at("spec", "template"));
    DebugOptions relaunch = DebugCluster.OPTIONS.with(Mode.relaunch());
    try (ClusterDebugger debugger = debugger()) {
      List<String> changes = debugger.consequences(lab.target(), Mode.relaunch());
      assertTrue(changes.getFirst().contains("all of its pods are replaced"), changes::toString);
      DebugSession session = debugger.attach(lab.target(), relaunch, progress);
      Awaitility.await()
          .atMost(CALL)
          .until(() -> session.state().get().words().contains("main.main"));
      assertNotEquals(before, SavedTemplate.hash(deployment().at("spec", "template")));
      session.close();
      assertEquals(null, session.state().get().problem());
    }
    assertEquals(before, SavedTemplate.hash(deployment().at("spec", "template")));
    assertEquals(Map.of(), saved());
    lab.ready();
    try (ClusterDebugger debugger = debugger()) {
      CopiedSession session = (CopiedSession) debugger.attach(lab.target(), relaunch, progress);
      assertThrows(MooringException.class, () -> debugger.relaunched(lab.target()), "in use");
      session.abandon();
    }
    try (ClusterDebugger debugger = debugger()) {
      assertEquals(List.of("deployments/" + lab.namespace + "/hello"), debugger.leftRelaunched());
      Relaunched left = debugger.relaunched(lab.target()).orElseThrow();
      assertTrue(left.ours());
      debugger.restore(lab.target(), left);
      assertEquals(Optional.empty(), debugger.relaunched(lab.target()));
      assertEquals(List.of(), debugger.leftRelaunched());
    }
    assertEquals(before, SavedTemplate.hash(deployment().at("spec", "template")));
    assertEquals(Map.of(), saved());
  }

  private Map<String, String> saved() throws InterruptedException {
    Map<String, String> annotations = new HashMap<>(deployment().annotations());
    annotations.keySet().retainAll(List.of(SavedTemplate.KEY));
    return annotations;
  }

  @Test
  @Order(4)
  void aPodThatCrashesInALoopIsCopiedAndStopsInMainBeforeItDoes() throws Exception {
    lab.cluster.strategicPatch(
        Kind.DEPLOYMENT,
        lab.namespace,
        "hello",
        "",
        Document.of(
            Map.of(
                "spec",
                Map.of(
                    "template",
                    Map.of(
                        "spec",
                        Map.of(
                            "containers",
                            List.of(
                                Map.of(
                                    "name",
                                    "hello",
                                    "env",
                                    List.of(Map.of("name", "ADDR", "value", "bad:-1"))))))))));
    Awaitility.await()
        .atMost(DebugCluster.SOON)
        .until(
            () ->
                lab.cluster.list(Kind.POD, lab.namespace, "app=hello").stream()
                    .anyMatch(each -> each.at("status").toString().contains("CrashLoopBackOff")));
    try (ClusterDebugger debugger = debugger()) {
      Verdict verdict = debugger.judge(lab.target());
      assertTrue(!verdict.possible() && verdict.copyable(), verdict::toString);
      assertTrue(verdict.lines().toString().contains("mooring debug deploy/hello"), "the way");
      assertThrows(
          MooringException.class,
          () -> debugger.attach(lab.target(), DebugCluster.OPTIONS, Progress.none()));
      DebugSession session = debugger.attach(lab.target(), COPY, progress);
      Awaitility.await()
          .atMost(CALL)
          .until(() -> session.state().get().words().contains("main.main"));
      session.resume();
      Awaitility.await()
          .atMost(CALL)
          .until(() -> session.state().get().words().contains("exited with status 1"));
    }
    assertEquals(List.of(), copies());
  }

  private void stranger() throws InterruptedException {
    lab.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: stranger
          namespace: %s
          labels: {app.kubernetes.io/managed-by: mooring, mooring.dev/debug-copy: "true"}
          annotations: {mooring.dev/debug-copy-nonce: "0123456789abcdef0123456789abcdef"}
        spec:
          terminationGracePeriodSeconds: 0
          %s
          containers: [{name: sleep, %s, image: 'lab.test/tools:1', imagePullPolicy: IfNotPresent,
            command: [sleep, '3600']}]
        """
            .formatted(lab.namespace, POD, CONTAINER));
  }

  private String lastArgument(DebugSession session) throws Exception {
    try (Socket socket = new Socket(session.address().getAddress(), session.address().getPort());
        DelveClient editor =
            new DelveClient(
                new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket))) {
      Document value =
          editor.call(
              "Eval",
              Map.of(
                  "Scope", Map.of("GoroutineID", -1, "Frame", 0),
                  "Expr", "os.Args[1]",
                  "Cfg", Map.of("MaxStringLen", 200)),
              CALL);
      return value.at("Variable", "value").textOrEmpty();
    }
  }

  private Stream<KubeObject> services() throws InterruptedException {
    return lab.cluster.list(Kind.SERVICE, lab.namespace, "").stream();
  }

  private List<KubeObject> copies() {
    return Awaitility.await()
        .atMost(CALL)
        .until(() -> lab.cluster.list(Kind.POD, lab.namespace, CopyMetadata.LABEL), List::isEmpty);
  }

  private KubeObject deployment() throws InterruptedException {
    return lab.cluster.get(Kind.DEPLOYMENT, lab.namespace, "hello").orElseThrow();
  }

  private KubeObject pod(String name) throws InterruptedException {
    return find(name).orElseThrow();
  }

  private Optional<KubeObject> find(String name) throws InterruptedException {
    return lab.cluster.get(Kind.POD, lab.namespace, name);
  }
}
