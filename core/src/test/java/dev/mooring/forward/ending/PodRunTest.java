package dev.mooring.forward.ending;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.PodPort;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodRunTest {
  private static final ReadyPod POD = new ReadyPod(new PodPort("shop", "a", 8080), "a-1", "baker");

  @Test
  void aPodThatRunsAsItDidIsNoLoss() {
    assertEquals("", over("Always", "{running: {}}", "{running: {}}"));
  }

  @Test
  void aContainerThatAlwaysRunsAndEndedIsALossWhateverItsExitCode() {
    for (int code : new int[] {0, 1, 137}) {
      String ended = "{terminated: {containerID: app-1, exitCode: " + code + "}}";
      String why = "its container app exited with code " + code;
      assertEquals(why, over("Always", ended, "{running: {}}"));
    }
  }

  @Test
  void aContainerThatWasToRunOnceAndDidItsWorkIsNoLoss() {
    for (String policy : new String[] {"Never", "OnFailure"}) {
      String done = "{terminated: {containerID: app-1, exitCode: 0, reason: Completed}}";
      assertEquals("", over(policy, done, "{running: {}}"));
      String failed = "{terminated: {containerID: app-1, exitCode: 2, reason: Error}}";
      assertEquals(
          "its container app exited with code 2 (Error)", over(policy, failed, "{running: {}}"));
    }
  }

  @Test
  void aContainerThatStartedAnewIsALossAndItsLastStateSaysWhy() {
    PodRun run = PodRun.of(POD, Optional.of(pod("Always", "{running: {}}", "{running: {}}")));
    KubeObject restarted =
        object(
            """
            metadata: {name: a, uid: a-1}
            status:
              containerStatuses:
              - name: app
                containerID: app-2
                state: {running: {}}
                lastState: {terminated: {containerID: app-1, exitCode: 137, reason: OOMKilled}}
            """);
    assertEquals(
        "its container app exited with code 137 (OOMKilled)", run.over(Optional.of(restarted)));
  }

  @Test
  void anotherContainerThanThePortsIsNotAsked() {
    assertEquals("", over("Always", "{running: {}}", "{terminated: {containerID: log-1}}"));
  }

  @Test
  void whereNoContainerDeclaresThePortAllAreAsked() {
    ReadyPod other = new ReadyPod(new PodPort("shop", "a", 9999), "a-1", "baker");
    PodRun run = PodRun.of(other, Optional.of(pod("Always", "{running: {}}", "{running: {}}")));
    assertEquals(
        "its container log exited",
        run.over(Optional.of(pod("Always", "{running: {}}", "{terminated: {}}"))));
  }

  @Test
  void aPodThatFailedIsNamedWithItsReason() {
    PodRun run = PodRun.of(POD, Optional.empty());
    KubeObject evicted =
        object("{metadata: {name: a, uid: a-1}, status: {phase: Failed, reason: Evicted}}");
    assertEquals("the pod has failed (Evicted)", run.over(Optional.of(evicted)));
    KubeObject done = object("{metadata: {name: a, uid: a-1}, status: {phase: Succeeded}}");
    assertEquals("", run.over(Optional.of(done)));
  }

  @Test
  void aPodThatIsGoneReplacedOrGoingIsALoss() {
    PodRun run = PodRun.of(POD, Optional.empty());
    assertEquals("the pod was deleted", run.over(Optional.empty()));
    assertEquals(
        "the pod was deleted", run.over(Optional.of(object("{metadata: {name: a, uid: a-2}}"))));
    assertEquals("", run.over(Optional.of(object("{metadata: {name: a, uid: a-1}}"))));
    KubeObject going =
        object(
            "{metadata: {name: a, uid: a-1, deletionTimestamp: 2026-01-01T00:00:00Z},"
                + " status: {phase: Failed}}");
    assertEquals("the pod is being deleted", run.over(Optional.of(going)));
    KubeObject failed = object("{metadata: {name: a, uid: a-1}, status: {phase: Failed}}");
    assertEquals("the pod has failed", run.over(Optional.of(failed)));
  }

  @Test
  void ofTheContainersThatDeclareThePortThoseThatRanAreKnownByTheirIds() {
    KubeObject pod =
        object(
            """
            metadata: {name: a, uid: a-1}
            spec:
              initContainers:
              - {name: proxy, restartPolicy: Always, ports: [{containerPort: 8080}]}
              - {name: setup, ports: [{containerPort: 8080}]}
              containers:
              - {name: app, ports: [{containerPort: 80}, {containerPort: 8080}]}
              - {name: late, ports: [{containerPort: 8080}]}
              - {name: log}
            status:
              containerStatuses:
              - {name: app, containerID: app-1, state: {running: {}}}
              - {name: late, containerID: late-1, state: {waiting: {}}}
              - {name: log, containerID: log-1, state: {running: {}}}
              initContainerStatuses:
              - {name: proxy, containerID: proxy-1, state: {running: {}}}
              - {name: setup, containerID: setup-1, state: {running: {}}}
            """);
    PodRun run = PodRun.of(POD, Optional.of(pod));
    assertEquals(Map.of("app", "app-1", "proxy", "proxy-1"), run.containers());
    ReadyPod other = new ReadyPod(new PodPort("shop", "a", 9999), "a-1", "baker");
    assertEquals(
        Map.of("app", "app-1", "log", "log-1", "proxy", "proxy-1"),
        PodRun.of(other, Optional.of(pod)).containers());
    assertEquals(Map.of(), PodRun.of(POD, Optional.empty()).containers());
  }

  @Test
  void aContainerThatRunsUnderTheSameIdButIsNotRunningHasEnded() {
    assertEquals(
        "its container app exited", over("Always", "{waiting: {reason: X}}", "{running: {}}"));
    String another = "{terminated: {containerID: app-0, exitCode: 0, reason: Completed}}";
    assertEquals(
        "its container app exited",
        over("Never", another, "{running: {}}"),
        "whose end that was is not known to be the one's");
  }

  @Test
  void aPodWithoutAWordOnRestartsRunsForever() {
    PodRun run = PodRun.of(POD, Optional.of(pod("Always", "{running: {}}", "{running: {}}")));
    KubeObject done =
        object(
            """
            metadata: {name: a, uid: a-1}
            status:
              containerStatuses:
              - name: app
                containerID: app-1
                state: {terminated: {containerID: app-1, exitCode: 0}}
            """);
    assertEquals("its container app exited with code 0", run.over(Optional.of(done)));
  }

  private static String over(String policy, String app, String log) {
    PodRun run = PodRun.of(POD, Optional.of(pod(policy, "{running: {}}", "{running: {}}")));
    return run.over(Optional.of(pod(policy, app, log)));
  }

  private static KubeObject pod(String policy, String app, String log) {
    return object(
        """
        metadata: {name: a, namespace: shop, uid: a-1}
        spec:
          restartPolicy: %s
          containers: [{name: app, ports: [{containerPort: 8080}]}, {name: log}]
        status:
          phase: Running
          containerStatuses:
          - {name: app, containerID: app-1, state: %s}
          - {name: log, containerID: log-1, state: %s}
        """
            .formatted(policy, app, log));
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }
}
