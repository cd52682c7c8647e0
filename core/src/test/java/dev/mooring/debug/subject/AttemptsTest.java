package dev.mooring.debug.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What attaching showed of an image, and which container is meant by it.
final class AttemptsTest {
  private final Attempts attempts = new Attempts();

  private static KubeObject pod(String digest, String... containers) {
    StringBuilder spec = new StringBuilder();
    StringBuilder status = new StringBuilder();
    for (String each : containers) {
      spec.append("  - {name: %s, image: 'app:1'}\n".formatted(each));
      status.append("  - {name: %s, imageID: 'app@sha256:%s'}\n".formatted(each, digest));
    }
    return new KubeObject(
        Documents.yaml(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: hello-1, namespace: ux}
                spec:
                  containers:
                %sstatus:
                  containerStatuses:
                %s"""
                    .formatted(spec, status),
                "test")
            .getFirst());
  }

  private static TargetContainer container(String digest, String name) {
    return new TargetContainer(pod(digest, name), name);
  }

  private static Problem problem(Code code, String why) {
    return new Problem(code, "Can't debug", why, new Remedy.Advice("Build it otherwise"));
  }

  private List<String> likely(KubeObject pod) {
    return ContainerChoice.of(pod, attempts).likely().stream().map(TargetContainer::name).toList();
  }

  @Test
  void aStrippedImageStaysBlockedInEachPodUntilAnotherImageComes() {
    attempts.failed(container("a", "app"), problem(Code.DEBUG_PROGRAM_UNFIT, "it is stripped"));
    Finding blocker = attempts.blocker(container("a", "app")).orElseThrow();
    assertEquals("it is stripped", blocker.sentence());
    assertEquals("Build it otherwise", blocker.whatToDo());
    assertTrue(Attempts.isCertain(blocker));
    assertTrue(attempts.blocker(container("b", "app")).isEmpty());
  }

  @Test
  void whatAPolicyRefusedIsShownButMayBeTriedAgain() {
    attempts.failed(container("a", "app"), problem(Code.DEBUG_CONTAINER_REFUSED, "a policy"));
    assertFalse(Attempts.isCertain(attempts.blocker(container("a", "app")).orElseThrow()));
    attempts.succeeded(container("a", "app"));
    assertTrue(attempts.blocker(container("a", "app")).isEmpty());
  }

  @Test
  void aFailureThatPassesIsNotKept() {
    attempts.failed(container("a", "app"), problem(Code.DELVE_FAILED, "it did not answer"));
    attempts.failed(container("a", "app"), problem(Code.CLUSTER_UNREACHABLE, "no answer"));
    attempts.failed(container("a", "app"), problem(Code.DEBUG_NOT_POSSIBLE, "no Delve in it"));
    attempts.failed(container("a", "app"), problem(Code.DEBUG_PROCESS_UNCLEAR, "two programs"));
    assertTrue(attempts.blocker(container("a", "app")).isEmpty());
  }

  @Test
  void whatIsForgottenIsJudgedAnew() {
    attempts.failed(container("a", "app"), problem(Code.DEBUG_PROGRAM_UNFIT, "it is stripped"));
    attempts.forget(container("a", "app"));
    assertTrue(attempts.blocker(container("a", "app")).isEmpty());
  }

  @Test
  void theOnlyContainerThatIsNoSidecarIsMeant() {
    assertEquals(List.of("app"), likely(pod("a", "istio-proxy", "app")));
    assertEquals(List.of("istio-proxy"), likely(pod("a", "istio-proxy")));
    assertEquals(List.of("app", "worker"), likely(pod("a", "istio-proxy", "app", "worker")));
  }

  @Test
  void ofSeveralTheOneIsMeantThatDelveWasAttachedToOrThatIsLeft() {
    KubeObject three = pod("a", "app", "worker", "web", "istio-proxy");
    attempts.failed(container("a", "web"), problem(Code.DEBUG_PROGRAM_UNFIT, "it isn't Go"));
    assertEquals(List.of("app", "worker"), likely(three));
    attempts.succeeded(container("a", "worker"));
    assertEquals(List.of("worker"), likely(three));
    assertEquals(
        List.of("worker", "app", "web", "istio-proxy"),
        ContainerChoice.of(three, attempts).all().stream().map(TargetContainer::name).toList());
  }

  @Test
  void whereAllAreRuledOutAllMayBeMeantStill() {
    for (String each : List.of("app", "worker")) {
      attempts.failed(container("a", each), problem(Code.DEBUG_PROGRAM_UNFIT, "it isn't Go"));
    }
    assertEquals(List.of("app", "worker"), likely(pod("a", "app", "worker", "istio-proxy")));
  }
}
