package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Applied;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.IstiodIdentities;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.ClusterStack;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pods of a ServiceAccount push by themselves, whatever decides about their namespace's traffic.
final class BuildersTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();
  private static final StackOptions TEAM = OPTIONS.named("team-a").withNodePort(5001);
  private static final ServiceAccount KANIKO = new ServiceAccount("build", "kaniko");
  private static final Builder BUILDER = new Builder(KANIKO, List.of("app/*"));

  @TempDir static Path directory;
  private static PracticeCluster practice;
  private static Cluster cluster;
  private static Tunnels tunnels;
  private static Identities identities;
  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    identities = new IstiodIdentities(cluster, tunnels);
    stack =
        new ClusterStack(
            cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
    stack.install(OPTIONS, Progress.none());
    stack.install(TEAM, Progress.none());
  }

  @AfterAll
  static void stop() throws Exception {
    identities.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  @BeforeEach
  void namespace() throws InterruptedException {
    apply(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: build, labels: {istio-injection: enabled}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: kaniko, namespace: build}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: other, namespace: build}
        """);
  }

  @AfterEach
  void leaveNothing() throws InterruptedException {
    for (StackOptions options : List.of(OPTIONS, TEAM)) {
      for (BuilderAccess each : stack.builders(options)) {
        stack.removeBuilder(options, each.builder().account());
      }
    }
    cluster.delete(Kind.NAMESPACE, null, "build", Duration.ofSeconds(20));
  }

  private static void apply(String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "the test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  /// A pod that runs as an account with the labels.
  private static void pod(String name, String account, String labels) throws InterruptedException {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: build, labels: {%s}}
        spec:
          serviceAccountName: %s
          containers: [{name: build, image: lab.test/tools:1}]
        """
            .formatted(name, labels, account));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> cluster.get(Kind.POD, "build", name).orElseThrow().ready());
  }

  /// The status of an upload that a pod begins, or why there is none.
  private static String pushes(String pod, int port, String repository) {
    String request =
        "POST /v2/%s/blobs/uploads/ HTTP/1.1\r\nHost: localhost:%d\r\nContent-Length: 0\r\n"
                .formatted(repository, port)
            + "Connection: close\r\n\r\n";
    try (Socket socket = practice.dialFromPod("build", pod, "localhost", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.isEmpty() ? "cut" : answer.substring(9, 12);
    } catch (ConnectException e) {
      return "refused";
    } catch (IOException e) {
      return "cut";
    }
  }

  /// istiod pushes after each change.
  private static void reaches(String pod, int port, String repository, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertEquals(status, pushes(pod, port, repository)));
  }

  private static final String LABELLED = "mooring.dev/builder: 'true'";

  @Test
  void aPodOfTheAccountPushesWhereItMayAndNobodyElseDoes() throws InterruptedException {
    BuilderAccess access = stack.allowBuilder(OPTIONS, BUILDER);
    assertEquals(
        new BuilderAccess(
            BUILDER,
            "AuthorizationPolicy kube-registry/builder.build.kaniko",
            "localhost:5000",
            List.of("Sidecar build/mooring-builders"),
            Map.of("mooring.dev/builder", "true"),
            List.of(),
            List.of()),
        access);
    assertEquals(List.of(access), stack.builders(OPTIONS));
    pod("build", "kaniko", LABELLED);
    pod("stranger", "other", LABELLED);
    pod("unlabelled", "kaniko", "app: web");
    reaches("build", 5000, "app/web", "202");
    assertEquals("403", pushes("build", 5000, "other/web"));
    assertEquals("403", pushes("build", 5000, "app"));
    assertEquals("403", pushes("stranger", 5000, "app/web"));
    assertEquals("refused", pushes("unlabelled", 5000, "app/web"));
    stack.removeBuilder(OPTIONS, KANIKO);
    reaches("build", 5000, "app/web", "refused");
    assertEquals(List.of(), cluster.list(Kind.SIDECAR, "build", ""));
    assertEquals(List.of(), stack.builders(OPTIONS));
  }

  @Test
  void theOverlayHasExactlyTheObjectsOfACommand() throws Exception {
    stack.allowBuilder(OPTIONS, BUILDER);
    String yaml = Files.readString(Path.of("../manifests/bases/builders/objects.yaml"));
    List<Document> objects = Documents.yaml(yaml, "the base");
    assertEquals(2, objects.size());
    for (Document each : objects) {
      assertEquals(
          Applied.Change.UNCHANGED,
          cluster.wouldApply(new KubeObject(each)).change(),
          each::toString);
    }
  }

  @Test
  void anInstallKeepsBuildersAndWhatLeadsThem() throws InterruptedException {
    for (StackOptions each : List.of(OPTIONS, TEAM)) {
      stack.allowBuilder(each, BUILDER);
      List<BuilderAccess> before = stack.builders(each);
      assertEquals(List.of(), stack.plan(each).writes());
      stack.install(each, Progress.none());
      assertEquals(before, stack.builders(each));
      assertEquals(List.of(), stack.drift(each).plan().writes());
    }
    pod("build", "kaniko", LABELLED);
    reaches("build", 5001, "app/web", "202");
  }

  @Test
  void twoBuildersOfANamespaceShareTheWayUntilTheLastIsGone() throws InterruptedException {
    stack.allowBuilder(OPTIONS, BUILDER);
    stack.allowBuilder(
        OPTIONS, new Builder(new ServiceAccount("build", "other"), List.of("other/*")));
    pod("build", "other", LABELLED);
    reaches("build", 5000, "other/web", "202");
    assertEquals("403", pushes("build", 5000, "app/web"));
    stack.removeBuilder(OPTIONS, KANIKO);
    assertEquals("202", pushes("build", 5000, "other/web"));
    stack.removeBuilder(OPTIONS, new ServiceAccount("build", "other"));
    reaches("build", 5000, "other/web", "refused");
  }

  @Test
  void aBuilderOfTwoRegistriesReachesEachByItsOwnPort() throws InterruptedException {
    List<Callable<BuilderAccess>> both = new ArrayList<>();
    stack.allowBuilder(OPTIONS, new Builder(new ServiceAccount("build", "other"), List.of("*")));
    both.add(() -> stack.allowBuilder(OPTIONS, BUILDER));
    both.add(() -> stack.allowBuilder(TEAM, BUILDER));
    Concurrently.all(both);
    pod("build", "kaniko", LABELLED);
    reaches("build", 5000, "app/web", "202");
    reaches("build", 5001, "app/web", "202");
    assertEquals("localhost:5001", stack.builders(TEAM).getFirst().address());
    stack.removeBuilder(TEAM, KANIKO);
    reaches("build", 5001, "app/web", "refused");
    assertEquals("202", pushes("build", 5000, "app/web"));
    assertEquals(
        List.of("kube-registry"),
        cluster.list(Kind.SERVICE, "team-a", "").stream().map(KubeObject::name).toList());
  }

  private static final String FOREIGN =
      """
      apiVersion: networking.istio.io/v1
      kind: Sidecar
      metadata: {name: default, namespace: build}
      spec:
        outboundTrafficPolicy: {mode: REGISTRY_ONLY}
        egress:
        - hosts: ["./*", "istio-system/*"]
      """;

  private static KubeObject foreign() throws InterruptedException {
    return cluster.get(Kind.SIDECAR, "build", "default").orElseThrow();
  }

  @Test
  void theSidecarOfSomebodyElseGetsTheListenerAndIsRestoredExactly() throws InterruptedException {
    for (String yaml :
        List.of(
            FOREIGN,
            FOREIGN.replaceAll("  egress:\n.*\n", ""),
            FOREIGN.replace("namespace: build", "namespace: build, annotations: {theirs: kept}"))) {
      apply(yaml);
      Document before = foreign().document();
      BuilderAccess access = stack.allowBuilder(OPTIONS, BUILDER);
      assertEquals(List.of("Sidecar build/default"), access.ways());
      assertEquals(Map.of(), access.labels());
      pod("build", "kaniko", "app: web");
      reaches("build", 5000, "app/web", "202");
      List<Document> egress = foreign().at("spec", "egress").items();
      assertEquals(2, egress.size());
      assertTrue(egress.getLast().at("port").isNothing());
      stack.removeBuilder(OPTIONS, KANIKO);
      assertEquals(before.at("spec"), foreign().at("spec"));
      assertEquals(
          before.at("metadata", "annotations").entries(),
          foreign().at("metadata", "annotations").entries());
      cluster.delete(Kind.POD, "build", "build", Duration.ofSeconds(20));
      cluster.delete(Kind.SIDECAR, "build", "default", Duration.ofSeconds(20));
    }
  }

  @Test
  void whatSomebodyChangedMeanwhileStaysAsTheyLeftIt() throws InterruptedException {
    apply(FOREIGN);
    stack.allowBuilder(OPTIONS, BUILDER);
    List<Document> egress = new ArrayList<>(foreign().at("spec", "egress").items());
    egress.set(1, Document.of(Map.of("hosts", List.of("*/*"))));
    Document patch = Document.of(Map.of("spec", Map.of("egress", egress)));
    cluster.mergePatch(Kind.SIDECAR, "build", "default", "", patch);
    stack.removeBuilder(OPTIONS, KANIKO);
    assertEquals(List.of(egress.get(1)), foreign().at("spec", "egress").items());
  }

  @Test
  void aSidecarThatSelectsTheBuildersPodsIsMetToo() throws InterruptedException {
    apply(FOREIGN.replace("spec:", "spec:\n  workloadSelector: {labels: {app: web}}"));
    pod("build", "kaniko", "app: web, " + LABELLED);
    BuilderAccess access = stack.allowBuilder(OPTIONS, BUILDER);
    assertEquals(List.of("Sidecar build/default", "Sidecar build/mooring-builders"), access.ways());
    reaches("build", 5000, "app/web", "202");
  }

  @Test
  void whatGitOpsKeepsIsNotWrittenAndTheAdditionIsShown() throws InterruptedException {
    apply(
        FOREIGN.replace(
            "namespace: build", "namespace: build, labels: {argocd.argoproj.io/instance: shop}"));
    KubeObject before = foreign();
    BuilderAccess access = stack.allowBuilder(OPTIONS, BUILDER);
    assertEquals(before.resourceVersion(), foreign().resourceVersion());
    assertFalse(access.open());
    BuilderAccess.Addition addition = access.additions().getFirst();
    assertEquals("Argo CD", addition.owner());
    pod("build", "kaniko", "app: web");
    assertEquals("refused", pushes("build", 5000, "app/web"));
    apply(addition.yaml());
    reaches("build", 5000, "app/web", "202");
    assertTrue(stack.builders(OPTIONS).getFirst().open());
    stack.removeBuilder(OPTIONS, KANIKO);
    reaches("build", 5000, "app/web", "403");
  }

  @Test
  void aPortThatAnotherListenerHasIsSaidBeforeAnythingIsWritten() throws InterruptedException {
    apply(
        FOREIGN.replace(
            "  egress:\n",
            "  egress:\n  - {port: {number: 5000, name: tcp-db, protocol: TCP}, hosts: ['db/*']}\n"));
    KubeObject before = foreign();
    MooringException refused =
        assertThrows(MooringException.class, () -> stack.allowBuilder(OPTIONS, BUILDER));
    assertEquals(Code.POD_PORT_TAKEN, refused.problem().code());
    assertEquals(before.resourceVersion(), foreign().resourceVersion());
    assertEquals(List.of(), stack.builders(OPTIONS));
  }

  @Test
  void whatDecidesAboutTheMeshIsKeptForBuilders() throws InterruptedException {
    apply(FOREIGN.replace("namespace: build", "namespace: istio-system"));
    try {
      stack.allowBuilder(OPTIONS, BUILDER);
      KubeObject own = cluster.get(Kind.SIDECAR, "build", "mooring-builders").orElseThrow();
      assertEquals(
          List.of("./*", "istio-system/*"),
          own.at("spec", "egress").items().getLast().at("hosts").texts());
      assertEquals("REGISTRY_ONLY", own.at("spec", "outboundTrafficPolicy", "mode").textOrEmpty());
    } finally {
      cluster.delete(Kind.SIDECAR, "istio-system", "default", Duration.ofSeconds(20));
    }
  }

  @Test
  void anAccountOfTheNodesNamespaceIsNoBuilder() {
    Builder nodes =
        new Builder(new ServiceAccount("mooring-node", "node-entrance"), List.of("app/*"));
    assertEquals(
        Code.WRITER_NOT_ALLOWED,
        assertThrows(MooringException.class, () -> stack.allowBuilder(OPTIONS, nodes))
            .problem()
            .code());
  }

  @Test
  void whoMayNotWriteSidecarsThereIsToldBeforeAnythingIsWritten() throws InterruptedException {
    practice.denyRights("create", "sidecars", "build");
    try {
      MooringException refused =
          assertThrows(MooringException.class, () -> stack.allowBuilder(OPTIONS, BUILDER));
      assertEquals(Code.MISSING_RIGHT, refused.problem().code());
      assertTrue(refused.problem().why().contains("sidecars"), refused.problem().why());
    } finally {
      practice.allowEverything();
    }
    assertEquals(List.of(), stack.builders(OPTIONS));
  }

  @Test
  void whoIsNoBuilderIsNotRemoved() {
    assertEquals(
        Code.BUILDER_UNKNOWN,
        assertThrows(MooringException.class, () -> stack.removeBuilder(OPTIONS, KANIKO))
            .problem()
            .code());
  }

  @Test
  void buildersAreNotAmongTheWriters() throws InterruptedException {
    stack.allowBuilder(OPTIONS, BUILDER);
    assertTrue(stack.writers(OPTIONS).stream().noneMatch(each -> each.name().equals("kaniko")));
  }

  @Test
  void uninstallingRestoresWhatWasAdded() throws InterruptedException {
    StackOptions third = OPTIONS.named("team-b").withNodePort(5002);
    stack.install(third, Progress.none());
    apply(FOREIGN);
    Document before = foreign().at("spec");
    stack.allowBuilder(third, BUILDER);
    assertTrue(
        stack.planUninstall(third, Stack.DataFate.DELETE).steps().stream()
            .anyMatch(each -> each.object().contains("Sidecar build/default")));
    stack.uninstall(third, Stack.DataFate.DELETE, Progress.none());
    assertEquals(before, foreign().at("spec"));
    assertTrue(foreign().annotations().isEmpty());
  }
}
