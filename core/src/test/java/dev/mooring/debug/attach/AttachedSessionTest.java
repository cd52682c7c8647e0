package dev.mooring.debug.attach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugSession.Phase;
import dev.mooring.debug.ScriptedDelve;
import dev.mooring.debug.ScriptedSupervisor;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.DebugContainer;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.session.Callers;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.session.LocalEnd;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A session whose Delve never answers: what it finds out, and what it leaves.
final class AttachedSessionTest {
  private static final Patience HASTY =
      new Patience(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          Duration.ofMillis(50),
          Duration.ofSeconds(2));
  private ScriptedDelve delve;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<TargetContainer> followed = new CopyOnWriteArrayList<>();
  private final List<DebugSession> dismissed = new CopyOnWriteArrayList<>();
  private volatile List<KubeObject> others = List.of();
  private volatile Optional<KubeObject> pod = Optional.of(pod("hello", "", 0));

  @BeforeEach
  void begin() throws IOException {
    delve = new ScriptedDelve((method, argument) -> ScriptedDelve.RUNNING);
  }

  @AfterEach
  void end() throws IOException {
    delve.close();
  }

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

  @Test
  void aRestartedContainerIsAttachedToAgainAtTheSameAddress() throws Exception {
    AttachedSession session = session("delve running");
    InetSocketAddress address = session.address();
    pod = Optional.of(pod("hello", "", 1));
    Awaitility.await().until(() -> !followed.isEmpty());
    assertEquals(1, followed.getFirst().restarts());
    awaitPhase(session, Phase.RUNNING);
    assertEquals(address, session.address());
    assertTrue(asked.contains("quit"), "the debug container of the first is sent away");
    session.close();
    assertEquals(List.of(session), dismissed);
  }

  @Test
  void aReplacedPodIsFollowedToTheNewestOfItsWorkload() throws Exception {
    String owner = "ownerReferences: [{controller: true, kind: ReplicaSet, name: hello-1}],";
    pod = Optional.of(pod("hello-a", owner + "creationTimestamp: '1'", 0));
    AttachedSession session = session("delve running");
    pod = Optional.empty();
    others =
        List.of(
            pod("hello-b", owner + "creationTimestamp: '2'", 0),
            pod("hello-d", owner + "creationTimestamp: '4'", 0),
            pod("hello-c", owner + "creationTimestamp: '3'", 0),
            pod("stranger", "creationTimestamp: '5'", 0));
    Awaitility.await().until(() -> !followed.isEmpty());
    assertEquals("hello-d", followed.getFirst().pod().name());
    awaitPhase(session, Phase.RUNNING);
    assertEquals("hello-d", session.verdict().pod());
    session.close();
  }

  @Test
  void whoWaitsForThePodSaysSoAndCanBeEnded() throws Exception {
    AttachedSession session = session("delve running");
    pod = Optional.of(ended(pod("hello", "", 0)));
    awaitPhase(session, Phase.WAITING);
    assertEquals(
        "waiting for the pod to come back (container app exited)", session.state().get().words());
    MooringException refused = assertThrows(MooringException.class, session::resume);
    assertTrue(refused.problem().why().contains("come back"), refused.problem()::why);
    session.close();
    assertEquals(Phase.ENDED, session.state().get().phase());
    assertEquals(null, session.state().get().problem());
    assertEquals(List.of(), followed);
  }

  @Test
  void aContainerThatStaysAwayEndsTheSessionWithTheReason() throws Exception {
    AttachedSession session = session("delve running");
    pod = Optional.of(ended(pod("hello", "", 0)));
    Problem why = ended(session);
    assertEquals(Code.DEBUG_SESSION_ENDED, why.code());
    assertEquals("container app exited, and didn't come back within 2 s", why.why());
    session.close();
  }

  private static void awaitPhase(DebugSession session, Phase phase) {
    Awaitility.await().until(() -> session.state().get().phase() == phase);
  }

  private static KubeObject pod(String name, String metadata, int restarts) {
    return new KubeObject(
        Documents.yaml(
                """
                metadata: {name: %1$s, namespace: shop, uid: %1$s, %2$s}
                spec: {containers: [{name: app}]}
                status: {phase: Running, containerStatuses: [{name: app, restartCount: %3$d,
                  ready: true, state: {running: {}}}]}
                """
                    .formatted(name, metadata, restarts),
                "the test")
            .getFirst());
  }

  private static KubeObject ended(KubeObject pod) {
    String text = Documents.json(pod.document()).replace("running", "terminated");
    return new KubeObject(Documents.json(text.getBytes(UTF_8), "the test"));
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
                (proxy, method, arguments) -> method.getName().equals("list") ? others : pod);
    return new AttachedSession(
        attached(cluster, delve),
        LocalEnd.open(0, "AttachedSessionTest", LocalUsers.owner(), Progress.none()),
        "hello",
        new Comeback(
            cluster,
            next -> {
              followed.add(next);
              return attached(cluster, next, "delve running", this.delve);
            },
            HASTY),
        HASTY,
        dismissed::add);
  }

  private Attached attached(Cluster cluster, String delve) {
    return attached(
        cluster,
        new TargetContainer(pod.orElseThrow(), "app"),
        delve,
        () -> {
          throw new Problem(Code.DELVE_FAILED, "no", "silence", Remedy.none()).raise();
        });
  }

  private Attached attached(Cluster cluster, TargetContainer target, String pinged, Dialer dialer) {
    return new Attached(
        new Attached.Parts(
            new Verdict("shop", target.pod().name(), "app", List.of(), List.of()),
            target,
            Callers.NONE,
            new GoBinary("go1.26.8", "", "", Map.of(), "amd64", 5, List.of()),
            new DebugContainer(cluster, target, DebugImage.helper("delve:1")),
            ScriptedSupervisor.answering(
                words -> {
                  asked.add(words[1]);
                  return words[1].equals("ping") ? List.of(pinged) : List.of();
                }),
            dialer,
            new Delve(dialer),
            Headroom.none(cluster, target)),
        HASTY);
  }
}
