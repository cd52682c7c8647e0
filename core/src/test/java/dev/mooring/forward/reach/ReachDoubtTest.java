package dev.mooring.forward.reach;

import static dev.mooring.forward.reach.Said.LONG;
import static dev.mooring.forward.reach.Said.SHORT;
import static dev.mooring.forward.reach.Said.api;
import static dev.mooring.forward.reach.Said.name;
import static dev.mooring.forward.reach.Said.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.Kind;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Pods that are called ready and do not answer.
class ReachDoubtTest {
  @Test
  void aPodThatCannotBeReachedIsDoubtedUntilThereIsNewsOfIt() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals("a", name(pods));

      pods.doubt("a", "the node of a isn't responding");
      assertEquals("", pods.standing().why());
      assertEquals(List.of("a"), pods.doubted());
      assertEquals("b", name(pods));
      pods.doubt("b", "the node of b isn't responding");
      assertEquals("the node of a isn't responding", pods.standing().why());

      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals(List.of("a", "b"), pods.doubted(), "nothing new was said");
      pods.trust("a");
      assertEquals(List.of("b"), pods.doubted());
      assertEquals("", pods.standing().why());
      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals(List.of(), pods.doubted());
    }
  }

  @Test
  void aFailureOfTheWayDoubtsThePodAndASuccessEndsThat() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> states = new ArrayList<>();
      pods.subscribe(now -> states.add(now.why()));
      AtomicInteger tries = new AtomicInteger();

      pods.reach(
          pod -> {
            if (tries.incrementAndGet() == 1) {
              throw new Problem(
                      Code.GENERAL,
                      "Can't connect",
                      "no route to its node",
                      new Remedy.Advice("Wait"))
                  .raise(new RefusedException(500, "InternalError", "no route"));
            }
            return pod;
          });

      assertEquals(List.of("", "no route to its node", ""), states);
    }
  }

  @Test
  void aProgramThatRefusesIsNoReasonToDoubtItsPod() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, SHORT)) {
      said.tell(Kind.POD, pod("a", "True"));
      Problem nobody =
          new Problem(
              Code.GENERAL,
              "Can't connect",
              "nothing is listening on port 1",
              new Remedy.Advice("Start it"));

      assertThrows(
          MooringException.class,
          () ->
              pods.reach(
                  pod -> {
                    throw nobody.raise(new StreamException(StreamException.Kind.REFUSED, nobody));
                  }));

      assertEquals(List.of(), pods.doubted());
    }
  }
}
