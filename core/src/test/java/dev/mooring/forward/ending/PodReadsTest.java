package dev.mooring.forward.ending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.forward.ending.PodReads.Reading;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Reads of pods from a cluster that answers when the test says so.
@Timeout(60)
final class PodReadsTest {
  private static final Problem BUSY =
      new Problem(Code.API_BUSY, "No answer", "it is busy", new Remedy.Advice("Wait"));

  private final List<String> read = new CopyOnWriteArrayList<>();
  private final Semaphore answers = new Semaphore(1000);
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile boolean fails;
  private volatile boolean hangs;
  private volatile boolean allowed = true;
  private volatile boolean rightsFail;
  private volatile boolean broken;
  private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
  private final PodReads reads =
      new PodReads(
          (Cluster)
              Proxy.newProxyInstance(
                  Cluster.class.getClassLoader(),
                  new Class<?>[] {Cluster.class},
                  (proxy, method, arguments) ->
                      method.getName().equals("get") ? get(arguments) : rights(arguments)));

  private Optional<?> get(Object[] arguments) throws InterruptedException {
    assertEquals(Kind.POD, arguments[0]);
    read.add(arguments[1] + "/" + arguments[2]);
    if (hangs) {
      end.await();
    }
    answers.acquire();
    if (broken) {
      throw new IllegalStateException("a fault of ours");
    }
    if (fails) {
      throw BUSY.raise();
    }
    return Optional.empty();
  }

  private boolean rights(Object[] arguments) {
    assertEquals(AccessRequest.to("get", Kind.POD, "shop"), arguments[0]);
    if (rightsFail) {
      throw BUSY.raise();
    }
    return allowed;
  }

  @AfterEach
  void close() {
    end.countDown();
    answers.release(1000);
    askers.shutdownNow();
  }

  @Test
  void thereIsNoSuchPodWhereTheApiServerKnowsNone() throws Exception {
    assertEquals(new Reading.Read(Optional.empty()), reads.read("shop", "a"));
    assertEquals(List.of("shop/a"), read);
  }

  @Test
  void whoLacksTheRightIsToldFromAnApiServerThatFails() throws Exception {
    fails = true;
    assertInstanceOf(Reading.NoAnswer.class, reads.read("shop", "a"));
    allowed = false;
    assertInstanceOf(Reading.NotAllowed.class, reads.read("shop", "a"));
    rightsFail = true;
    assertInstanceOf(Reading.NoAnswer.class, reads.read("shop", "a"));
    assertEquals(3, read.size(), "each asked anew");
  }

  @Test
  void whoAsksWhileAReadIsUnderWayWaitsForTheNextAndSharesIt() throws Exception {
    answers.drainPermits();
    Future<Reading> first = askers.submit(() -> reads.read("shop", "a"));
    awaitReads(1);
    List<Future<Reading>> later = new ArrayList<>();
    CountDownLatch asking = new CountDownLatch(5);
    for (int i = 0; i < 5; i++) {
      later.add(
          askers.submit(
              () -> {
                asking.countDown();
                return reads.read("shop", "a");
              }));
    }
    asking.await();
    answers.release(1);
    Reading old = first.get();
    answers.release(1000);
    for (Future<Reading> each : later) {
      Reading fresh = each.get();
      assertEquals(old, fresh);
      assertNotSame(old, fresh);
    }
    assertTrue(read.size() >= 2 && read.size() <= 6, read::toString);
  }

  @Test
  void readsOfOnePodBeginApartHoweverFastTheyAreAnswered() throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < 6; i++) {
      reads.read("shop", "a");
    }
    long took = System.nanoTime() - start;
    assertEquals(6, read.size());
    assertTrue(took >= Duration.ofMillis(5 * 20).toNanos(), () -> "took " + took);
  }

  @Test
  void podsAreReadApartFromEachOther() throws Exception {
    answers.drainPermits();
    Future<Reading> first = askers.submit(() -> reads.read("shop", "a"));
    awaitReads(1);
    Future<Reading> second = askers.submit(() -> reads.read("shop", "b"));
    awaitReads(2);
    answers.release(2);
    first.get();
    second.get();
    assertEquals(List.of("shop/a", "shop/b"), read);
  }

  @Test
  void anApiServerThatDoesNotAnswerIsWaitedForASecond() throws Exception {
    hangs = true;
    long start = System.nanoTime();
    assertInstanceOf(Reading.NoAnswer.class, reads.read("shop", "a"));
    assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
  }

  @Test
  void aFaultOfOursIsNotTakenForAnAnswerAndTheNextReadWorks() throws Exception {
    broken = true;
    IllegalStateException why =
        assertThrows(IllegalStateException.class, () -> reads.read("shop", "a"));
    assertInstanceOf(ExecutionException.class, why.getCause());
    broken = false;
    assertInstanceOf(Reading.Read.class, reads.read("shop", "a"));
  }

  private void awaitReads(int count) {
    Awaitility.await().until(() -> read.size() == count);
  }
}
