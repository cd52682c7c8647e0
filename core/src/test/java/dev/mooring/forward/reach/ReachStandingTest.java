package dev.mooring.forward.reach;

import static dev.mooring.forward.reach.Said.LONG;
import static dev.mooring.forward.reach.Said.SERVICE;
import static dev.mooring.forward.reach.Said.SHORT;
import static dev.mooring.forward.reach.Said.api;
import static dev.mooring.forward.reach.Said.name;
import static dev.mooring.forward.reach.Said.object;
import static dev.mooring.forward.reach.Said.pod;
import static dev.mooring.forward.reach.Said.why;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.Watched;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ReachabilityEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What is said of a target that cannot be reached.
class ReachStandingTest {
  @Test
  void whatIsMissingIsNamed() throws Exception {
    Said said = new Said();
    Target target = new Target.Service("shop", "api", "web");
    try (Reach pods = new Reach(said.cluster, target, PodSelection.STICKY, SHORT)) {
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(why(pods).startsWith("the pods aren't listed yet"), why(pods));
      said.tell(Kind.SERVICE);
      assertTrue(why(pods).startsWith("svc/api doesn't exist"), why(pods));
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "False"));
      assertTrue(why(pods).startsWith("no ready pod behind svc/api"), why(pods));
    }
    try (Reach pods =
        new Reach(
            said.cluster,
            new Target.Service("shop", "api", "metrics"),
            PodSelection.STICKY,
            SHORT)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(why(pods).startsWith("svc/api has no port 'metrics'"), why(pods));
    }
  }

  @Test
  void aSilentApiServerIsNamedWhileItsPodsAreKept() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, SHORT)) {
      said.silent(Kind.POD, pod("a", "True"));

      assertEquals("the API server isn't responding", pods.standing().why());
      assertEquals("a", pods.reach(pod -> pod.port().pod()));
    }
  }

  @Test
  void aListThatMayNotBeReadIsNotTakenForAnEmptyOne() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(
            said.cluster, new Target.Service("shop", "api", "80"), PodSelection.STICKY, SHORT)) {
      Problem refused =
          new Problem(
              Code.GENERAL, "Cannot list", "ana may not list services", new Remedy.Advice("Ask"));
      said.tell(Kind.POD, pod("a", "True"));
      said.consumers.get(Kind.SERVICE).accept(new Watched(List.of(), Instant.EPOCH, refused));

      assertTrue(why(pods).startsWith("ana may not list services"), why(pods));
    }
  }

  @Test
  void aServiceThatSelectsNothingSaysSo() throws Exception {
    Said said = new Said();
    Target target = new Target.Service("shop", "api", "80");
    try (Reach pods = new Reach(said.cluster, target, PodSelection.STICKY, SHORT)) {
      said.tell(Kind.SERVICE, object("{metadata: {name: api}, spec: {ports: [{port: 80}]}}"));
      said.tell(Kind.POD, pod("a", "True"));
      assertEquals("svc/api has no selector, so it selects no pods", pods.standing().why());
    }
  }

  @Test
  void theSilenceOfTheApiServerIsToldAtOnceAndSoIsItsEnd() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      pods.hear(
          new ReachabilityEvent.ServerSilent(
              new Problem(
                  Code.GENERAL,
                  "Lost",
                  "the API server has not answered for 0.7 s",
                  new Remedy.Advice("Wait"))));
      assertEquals("the API server has not answered for 0.7 s", pods.standing().why());
      assertEquals("a", name(pods));
      pods.hear(new ReachabilityEvent.ServerHeard());
      assertEquals("", pods.standing().why());
    }
  }

  @Test
  void subscribersAreCalledOutsideAnyLock() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      List<String> states = new CopyOnWriteArrayList<>();
      pods.subscribe(
          now -> {
            states.add(now.why());
            Thread other =
                Thread.ofVirtual()
                    .start(
                        () -> {
                          pods.doubted();
                          pods.hear(new ReachabilityEvent.ServerHeard());
                          pods.subscribe(ignored -> {}).close();
                        });
            try {
              assertTrue(other.join(Duration.ofSeconds(20)), "whoever asks back waits for a lock");
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      said.tell(Kind.POD, pod("a", "True"));

      assertEquals(List.of("the pods aren't listed yet", ""), states);
    }
  }
}
