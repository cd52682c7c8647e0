package dev.mooring.forward.reach;

import static dev.mooring.forward.reach.Said.LONG;
import static dev.mooring.forward.reach.Said.SHORT;
import static dev.mooring.forward.reach.Said.api;
import static dev.mooring.forward.reach.Said.name;
import static dev.mooring.forward.reach.Said.names;
import static dev.mooring.forward.reach.Said.pod;
import static dev.mooring.forward.reach.Said.why;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.forward.PodSelection;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which of several pods serves.
class ReachSelectionTest {
  @Test
  void inTurnEachReadyPodServes() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.ROUND_ROBIN, LONG)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"), pod("c", "True"));
      assertEquals(
          List.of("a", "b", "c", "a"), List.of(name(pods), name(pods), name(pods), name(pods)));

      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"), pod("c", "True"));
      assertEquals(List.of("c", "a", "c"), List.of(name(pods), name(pods), name(pods)));
    }
  }

  @Test
  void stickyKeepsToThePodThatServedWhileItIsReady() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("b", "True"));
      assertEquals("b", name(pods));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals("b", name(pods));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      assertEquals("a", name(pods));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals("a", name(pods));
    }
  }

  @Test
  void aPinnedPodIsWaitedForAndNamed() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.pinned("b"), SHORT)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals(List.of("b", "b"), List.of(name(pods), name(pods)));
      assertEquals(List.of("b"), names(pods));

      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      assertEquals("pod b, which the forward is pinned to, isn't ready", pods.standing().why());
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(
          why(pods).startsWith("pod b, which the forward is pinned to, isn't behind svc/api"),
          why(pods));
    }
  }
}
