package dev.mooring.forward.reach;

import static dev.mooring.forward.reach.Said.LONG;
import static dev.mooring.forward.reach.Said.SERVICE;
import static dev.mooring.forward.reach.Said.api;
import static dev.mooring.forward.reach.Said.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Callers who want a pod.
class ReachTest {
  private static MooringException failure() {
    return new Problem(Code.GENERAL, "Can't connect", "it is a test", new Remedy.Advice("Nothing"))
        .raise();
  }

  @Test
  void aPodThatFailsGivesWayToTheNextAndTheGoodOneIsKept() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(
            said.cluster, new Target.Service("shop", "api", "9000"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      List<String> tried = new ArrayList<>();

      Reach.Opener<String> onlyB =
          pod -> {
            tried.add(pod.port().pod());
            if (pod.port().pod().equals("a")) {
              throw failure();
            }
            return pod.port().pod();
          };

      assertEquals("b", pods.reach(onlyB));
      assertEquals("b", pods.reach(onlyB));
      assertEquals(List.of("a", "b", "b"), tried);
    }
  }

  @Test
  void aCallerWaitsForTheReplacementOfADeletedPod() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "8080"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD);
      CompletableFuture<String> found = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  found.complete(pods.reach(ReadyPod::uid));
                } catch (InterruptedException | MooringException e) {
                  found.completeExceptionally(e);
                }
              });
      said.tell(Kind.POD, pod("a", "False"));
      said.tell(Kind.POD, pod("a", "True"));

      assertEquals("a-1", found.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aPodThatFailsAtFirstIsTriedAgain() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> tried = new ArrayList<>();

      pods.reach(
          pod -> {
            tried.add(pod.port().pod());
            if (tried.size() < 3) {
              throw failure();
            }
            return pod;
          });

      assertEquals(List.of("a", "a", "a"), tried);
    }
  }

  @Test
  void aUserWithoutTheRightIsToldAtOnce() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> tried = new ArrayList<>();

      assertThrows(
          MooringException.class,
          () ->
              pods.reach(
                  pod -> {
                    tried.add(pod.port().pod());
                    throw new Problem(
                            Code.GENERAL, "Can't connect", "no right", new Remedy.Advice("Ask"))
                        .raise(new RefusedException(403, "Forbidden", "no"));
                  }));

      assertEquals(1, tried.size());
    }
  }

  @Test
  void aCallerIsCalledOffFromAPodThatIsInDoubtOrGone() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      BlockingQueue<String> tried = new LinkedBlockingQueue<>();
      CompletableFuture<String> found = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  String name =
                      pods.reach(
                          pod -> {
                            tried.add(pod.port().pod());
                            if (!pod.port().pod().equals("c")) {
                              new CountDownLatch(1).await();
                            }
                            return pod.port().pod();
                          });
                  found.complete(name + (Thread.currentThread().isInterrupted() ? "!" : ""));
                } catch (InterruptedException | MooringException e) {
                  found.completeExceptionally(e);
                }
              });
      assertEquals("a", tried.poll(10, TimeUnit.SECONDS));
      pods.doubt("a", "its node is silent");
      assertEquals("b", tried.poll(10, TimeUnit.SECONDS));
      said.tell(Kind.POD, pod("a", "False"), pod("b", "False"));
      said.tell(Kind.POD, pod("c", "True"));
      assertEquals("c", found.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void closingGivesUpWhatCallersAreAt() throws Exception {
    Said said = new Said();
    Reach pods = api(said, PodSelection.STICKY, LONG);
    said.tell(Kind.POD, pod("a", "True"));
    CountDownLatch trying = new CountDownLatch(1);
    CompletableFuture<String> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                pods.reach(
                    pod -> {
                      trying.countDown();
                      new CountDownLatch(1).await();
                      return pod;
                    });
              } catch (InterruptedException | MooringException e) {
                ended.complete(String.valueOf(e));
              }
            });
    assertTrue(trying.await(10, TimeUnit.SECONDS));
    pods.close();

    assertTrue(ended.get(10, TimeUnit.SECONDS).contains("MooringException"), ended::join);
  }

  @Test
  void interruptingACallerCancelsItAlsoWhileItWaitsForAPod() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD);
      CompletableFuture<Boolean> ended = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      pods.reach(pod -> pod);
                    } catch (InterruptedException e) {
                      ended.complete(true);
                    }
                  });
      caller.interrupt();
      assertTrue(ended.get(10, TimeUnit.SECONDS));
    }
  }
}
