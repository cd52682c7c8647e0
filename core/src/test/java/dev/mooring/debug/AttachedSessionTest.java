package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.document.Documents;
import dev.mooring.forward.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A session whose Delve never answers: what it finds out, and what it leaves.
final class AttachedSessionTest {
  private static final Timing HASTY =
      new Timing(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofMillis(50));
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<DebugSession> dismissed = new CopyOnWriteArrayList<>();
  private volatile Optional<KubeObject> pod =
      Optional.of(
          new KubeObject(
              Documents.yaml(
                      """
                      metadata: {name: hello, namespace: shop, uid: a}
                      spec: {containers: [{name: app}]}
                      status: {phase: Running, containerStatuses: [{name: app, restartCount: 0,
                        state: {running: {}}}]}
                      """,
                      "the test")
                  .getFirst()));

  @Test
  void whereDelveExitedTheDebugContainerIsSentAwayAtOnce() throws Exception {
    AttachedSession session = session("delve exited 137");
    Problem why = ended(session);
    assertEquals(Code.DEBUG_SESSION_ENDED, why.code());
    assertTrue(why.why().contains("delve exited 137"), why.why());
    Awaitility.await().until(() -> asked.contains("quit"));
    assertEquals(List.of(), dismissed, "until somebody has read why");
    session.close();
    assertEquals(List.of(session), dismissed);
    assertEquals(why, session.state().get().problem());
  }

  @Test
  void aDeletedPodIsTheReasonThatIsTold() throws Exception {
    AttachedSession session = session("delve running");
    pod = Optional.empty();
    Problem why = ended(session);
    assertEquals(Code.POD_GONE, why.code());
    assertEquals("pod hello was deleted", why.why());
    session.close();
  }

  private static Problem ended(DebugSession session) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> session.state().get().phase() == Phase.ENDED);
    return Optional.ofNullable(session.state().get().problem()).orElseThrow();
  }

  private AttachedSession session(String delve) throws Exception {
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> pod);
    TargetContainer target = new TargetContainer(pod.orElseThrow(), "app");
    return new AttachedSession(
        new AttachedSession.Parts(
            new Verdict("shop", "hello", "app", List.of(), List.of()),
            target,
            new GoBinary("go1.26.8", "", "", Map.of(), "amd64", 5),
            new DebugContainer(cluster, target, DebugImage.helper("delve:1")),
            ScriptedSupervisor.answering(
                words -> {
                  asked.add(words[1]);
                  return words[1].equals("ping") ? List.of(delve) : List.of();
                }),
            new Delve(
                () -> {
                  throw new Problem(Code.DELVE_FAILED, "no", "silence", Remedy.none()).raise();
                }),
            LocalEnd.open(0, "AttachedSessionTest", LocalUsers.owner(), Progress.none()),
            List.of()),
        HASTY,
        dismissed::add);
  }
}
