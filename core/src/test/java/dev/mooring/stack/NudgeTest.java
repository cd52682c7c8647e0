package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class NudgeTest {
  private static final String READER = "app=kube-registry";

  private final List<String> told = new ArrayList<>();
  private Code refusal = Code.NOT_FOUND;

  private final CannedCluster cluster = new CannedCluster();

  private OptionalInt nudge() throws InterruptedException {
    for (String name : List.of("a", "b", "c")) {
      cluster.with(
          """
          {apiVersion: v1, kind: Pod,
           metadata: {name: %s, namespace: kube-registry, labels: {app: kube-registry}}}
          """
              .formatted(name));
    }
    cluster.patched =
        pod -> {
          if (pod.name().equals("a")) {
            throw new Problem(refusal, "Cannot patch", "refused", Remedy.none()).raise();
          }
          told.add(pod.name());
          return pod;
        };
    return new Nudge(cluster).pods("kube-registry", READER);
  }

  @Test
  void aPodThatWentMeanwhileKeepsNoOtherFromBeingTold() throws InterruptedException {
    assertEquals(OptionalInt.of(2), nudge());
    assertEquals(List.of("b", "c"), told);
  }

  @Test
  void whoMayNotTellPodsLearnsThatItTakesItsMinute() throws InterruptedException {
    refusal = Code.MISSING_RIGHT;
    assertEquals(OptionalInt.empty(), nudge());
  }
}
