package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which container of a pod would be debugged, and that none of a practice cluster can be.
final class DebugVerdictTest {
  private static final String PAIR =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: pair, namespace: ux}
      spec:
        containers:
        - {name: istio-proxy, image: "lab.test/hello-plain:1"}
        - {name: app, image: "lab.test/hello-plain:1"}
        - {name: worker, image: "lab.test/hello-plain:1"}
      """;

  @TempDir static Path directory;
  private static PracticeCluster practice;
  private static Cluster cluster;
  private static Tunnels tunnels;
  private static ClusterDebugger debugger;

  @BeforeAll
  static void start() throws Exception {
    practice = PracticeCluster.start();
    practice.runHello("ux");
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    tunnels = new ApiTunnels(cluster);
    debugger =
        new ClusterDebugger(
            cluster,
            tunnels,
            LocalUsers.owner(),
            new DelveSources(directory.resolve("delve"), Optional::empty),
            directory);
    cluster.apply(new KubeObject(Documents.yaml(PAIR, "test").getFirst()));
    Awaitility.await()
        .until(() -> cluster.list(Kind.POD, "ux", "").stream().allMatch(KubeObject::ready));
  }

  @AfterAll
  static void stop() throws Exception {
    debugger.close();
    tunnels.close();
    cluster.close();
    practice.close();
  }

  private static DebugTarget target(String workload, String container) {
    return new DebugTarget("ux", workload, container);
  }

  @Test
  void aPodWithoutProcessesCannotBeDebuggedAndTheVerdictSaysSo() throws InterruptedException {
    Verdict verdict = debugger.judge(target("deploy/hello", ""));
    assertFalse(verdict.possible());
    assertEquals(
        "Pod: its node is simulated, so it has no processes to debug. Debug on a cluster that runs"
            + " real containers",
        verdict.lines().getFirst());
    assertEquals("hello", verdict.container());
  }

  @Test
  void aServiceLeadsToItsPod() throws InterruptedException {
    assertEquals("hello", debugger.judge(target("svc/hello", "")).container());
  }

  @Test
  void labelsLeadToAPodThatHasThem() throws InterruptedException {
    assertEquals("hello", debugger.judge(target("app=hello", "")).container());
  }

  @Test
  void ofSeveralContainersNoneIsChosenWithoutAWord() {
    Problem problem =
        assertThrows(MooringException.class, () -> debugger.judge(target("pod/pair", "")))
            .problem();
    assertEquals(Code.CONTAINER_NEEDED, problem.code());
    assertEquals("it could be any of these: app, worker", problem.why());
  }

  @Test
  void eachContainerIsOfferedTheSidecarLast() throws InterruptedException {
    Candidates candidates = debugger.candidates(target("pod/pair", ""));
    assertFalse(candidates.clear());
    assertEquals(
        List.of("app", "worker", "istio-proxy"),
        candidates.all().stream().map(Verdict::container).toList());
    assertEquals("worker", debugger.judge(target("pod/pair", "worker")).container());
    assertEquals("worker", candidates.of("worker").container());
  }

  @Test
  void aContainerThatIsNotThereIsAnsweredWithThoseThatAre() {
    Problem problem =
        assertThrows(MooringException.class, () -> debugger.judge(target("pod/pair", "web")))
            .problem();
    assertEquals("Choose one of these: app, worker, istio-proxy", problem.whatToDo());
  }
}
