package dev.mooring.forward.ending;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.PodPort;
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
