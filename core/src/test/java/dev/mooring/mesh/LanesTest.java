package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.running.ForwardLog;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LanesTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private final FakeLane fast = new FakeLane("fast", 1);
  private final FakeLane slow = new FakeLane("slow", 2);
  private final ForwardLog log = new ForwardLog(Clock.systemUTC());
  private Lanes lanes;

  private Lanes lanes(Duration parked) {
    // Given in the wrong order: the rank decides.
    lanes = new Lanes(List.of(slow, fast), stream -> {}, log, parked);
    return lanes;
  }

  @AfterEach
  void close() {
    if (lanes != null) {
      lanes.close();
    }
  }

  private static MooringException refused() {
    Problem why = FakeLane.problem(Code.REGISTRY_WRONG_IDENTITY, "another workload responded");
    return why.raise(new StreamException(StreamException.Kind.UNTRUSTED, why));
  }

  private static MooringException lost() {
    return FakeLane.problem(Code.REGISTRY_UNREACHABLE, "nothing responds").raise();
  }

  private CompletableFuture<ByteStream> dialled() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return lanes.dial();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private List<ForwardEvent.Kind> told() {
    return log.events().stream().map(ForwardEvent::kind).toList();
  }

  @Test
  void theFastestThatServesIsUsed() throws Exception {
    lanes(SHORT).begin();
    assertEquals(fast, lanes.inUse().get().lane());
    assertNull(lanes.inUse().get().problem());
    assertEquals(List.of(true), fast.uses);
    assertEquals(0, slow.dials.get());
    assertEquals(1, slow.looks.get());
    assertEquals(List.of(ForwardEvent.Kind.SERVING), told());
  }

  @Test
  void anAbsentLaneIsNotDialled() throws Exception {
    fast.absent("no entrance here");
    lanes(SHORT).begin();
    assertEquals(slow, lanes.inUse().get().lane());
    assertEquals(0, fast.dials.get());
  }

  @Test
  void aDialFallsOverToTheNextAndSaysSo() throws Exception {
    lanes(SHORT).begin();
    fast.failing(lost());
    lanes.dial().close();
    assertEquals(slow, lanes.inUse().get().lane());
    assertEquals(List.of(true, false), fast.uses);
    assertEquals(List.of(true), slow.uses);
    assertTrue(told().contains(ForwardEvent.Kind.SWITCHED), told().toString());
  }

  @Test
  void theFasterLaneIsTakenBackOnceItAnswers() throws Exception {
    fast.failing(lost());
    lanes(SHORT).begin();
    assertEquals(slow, lanes.inUse().get().lane());
    fast.reachable();
    Awaitility.await()
        .atMost(Duration.ofSeconds(15))
        .until(() -> fast.equals(lanes.inUse().get().lane()));
    assertEquals(List.of(true, false), slow.uses);
  }

  @Test
  void theEndOfASleepTriesTheFasterLaneAtOnce() throws Exception {
    fast.failing(lost());
    lanes(SHORT).begin();
    fast.reachable();
    ReachabilityEvent woke = new ReachabilityEvent.Woke(Duration.ofMinutes(3));
    lanes.hear(woke);
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> fast.equals(lanes.inUse().get().lane()));
    assertEquals(List.of(woke), fast.heard);
    assertEquals(List.of(woke), slow.heard);
  }

  @Test
  void aRefusalIsToldAtOnceEvenWhereOneCouldWait() {
    fast.failing(refused());
    slow.absent("no rights");
    long start = System.nanoTime();
    Problem problem =
        assertThrows(MooringException.class, () -> lanes(Duration.ofSeconds(30)).begin()).problem();
    assertEquals(Code.REGISTRY_WRONG_IDENTITY, problem.code());
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void aRefusalOfOneLaneIsNoReasonToGiveUpAnotherThatIsInterrupted() throws Exception {
    fast.failing(refused());
    slow.interrupted("its pod restarts");
    CompletableFuture<Void> begun =
        CompletableFuture.runAsync(
            () -> {
              try {
                lanes(Duration.ofSeconds(30)).begin();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    Awaitility.await().until(() -> fast.dials.get() > 1);
    slow.reachable();
    begun.get(10, TimeUnit.SECONDS);
    assertEquals(slow, lanes.inUse().get().lane());
  }

  @Test
  void whatIsInterruptedIsWaitedForAWhileAndThenTold() {
    fast.interrupted("its pod restarts");
    slow.absent("no rights");
    long start = System.nanoTime();
    Problem problem = assertThrows(MooringException.class, () -> lanes(SHORT).begin()).problem();
    assertEquals("its pod restarts", problem.why());
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
  }

  @Test
  void withoutAnyLaneEachIsNamedWithItsReason() {
    fast.absent("no entrance here");
    slow.absent("the right to port-forward is missing");
    Problem problem =
        assertThrows(MooringException.class, () -> lanes(Duration.ofSeconds(30)).begin()).problem();
    assertEquals(
        "by fast: no entrance here; by slow: the right to port-forward is missing", problem.why());
    assertEquals("Not connected to the registry", problem.what());
    assertEquals(0, fast.dials.get() + slow.dials.get());
  }

  @Test
  void aMissingRegistrySaysMoreThanAMissingLane() {
    fast.absent("no entrance here");
    slow.standing()
        .set(new Lane.Standing.Absent(FakeLane.problem(Code.REGISTRY_MISSING, "no Deployment")));
    Problem problem = assertThrows(MooringException.class, () -> lanes(SHORT).begin()).problem();
    assertEquals(Code.REGISTRY_MISSING, problem.code());
  }

  @Test
  void aRightThatTheServerRefusesIsNotTriedAgain() {
    slow.absent("no entrance here");
    fast.failing(
        FakeLane.problem(Code.GENERAL, "forbidden")
            .raise(new RefusedException(403, "Forbidden", "forbidden")));
    long start = System.nanoTime();
    assertThrows(MooringException.class, () -> lanes(Duration.ofSeconds(30)).begin());
    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5));
    assertEquals(1, fast.dials.get());
  }

  @Test
  void aLossIsInTheStateAtOnceAndTheReturnWithinASecond() throws Exception {
    slow.absent("no rights");
    lanes(Duration.ofSeconds(30)).begin();
    fast.interrupted("its pod is gone");
    assertEquals("its pod is gone", lanes.inUse().get().problem().why());
    assertEquals(ForwardEvent.Kind.LOST, told().getLast());
    fast.reachable();
    Awaitility.await()
        .atMost(Duration.ofSeconds(1))
        .until(() -> lanes.inUse().get().problem() == null);
    assertEquals(ForwardEvent.Kind.BACK, told().getLast());
  }

  @Test
  void aConnectionWaitsForALaneThatComesBack() throws Exception {
    slow.absent("no rights");
    lanes(Duration.ofSeconds(30)).begin();
    fast.interrupted("its pod restarts");
    CompletableFuture<ByteStream> stream = dialled();
    assertFalse(stream.isDone());
    fast.reachable();
    stream.get(10, TimeUnit.SECONDS).close();
  }

  @Test
  void whileTheRegistryIsBetweenTwoPodsEveryLaneWaits() throws Exception {
    lanes(Duration.ofSeconds(30)).begin();
    assertEquals(fast, lanes.inUse().get().lane());
    slow.between("no ready pod");
    assertEquals("no ready pod", lanes.inUse().get().problem().why());
    int before = fast.dials.get();
    CompletableFuture<ByteStream> stream = dialled();
    assertThrows(TimeoutException.class, () -> stream.get(500, TimeUnit.MILLISECONDS));
    slow.reachable();
    stream.get(10, TimeUnit.SECONDS).close();
    assertEquals(0, slow.dials.get());
    assertTrue(fast.dials.get() > before);
  }

  @Test
  void everyLaneIsToldWhenTheOldPodGoesAndWhenTheNextOneIsThere() throws Exception {
    lanes(SHORT).begin();
    slow.between("no ready pod");
    assertEquals(List.of(1, 1), List.of(fast.replacements.get(), slow.replacements.get()));
    slow.reachable();
    assertEquals(List.of(2, 2), List.of(fast.replacements.get(), slow.replacements.get()));
  }

  @Test
  void anotherLaneIsFoundWhenTheOneInUseIsLost() throws Exception {
    lanes(SHORT).begin();
    fast.interrupted("its pod is gone");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> slow.equals(lanes.inUse().get().lane()));
    assertNull(lanes.inUse().get().problem());
  }

  @Test
  void aDialThatFailsIsShownUntilOneSucceeds() throws Exception {
    slow.absent("no rights");
    lanes(Duration.ZERO).begin();
    fast.failing(lost());
    assertThrows(MooringException.class, () -> lanes.dial());
    assertEquals("nothing responds", lanes.inUse().get().problem().why());
    fast.reachable();
    lanes.dial().close();
    assertNull(lanes.inUse().get().problem());
  }

  @Test
  void aGreetingThatFailsIsAFailureOfTheLane() throws Exception {
    lanes =
        new Lanes(
            List.of(fast, slow),
            stream -> {
              if (fast.dials.get() == 1 && slow.dials.get() == 0) {
                throw lost();
              }
            },
            log,
            SHORT);
    lanes.begin();
    assertEquals(slow, lanes.inUse().get().lane());
  }

  @Test
  void closingEndsEveryLaneAndWhoeverWaits() throws Exception {
    slow.absent("no rights");
    lanes(Duration.ofSeconds(30)).begin();
    fast.interrupted("its pod restarts");
    CompletableFuture<Throwable> waiting = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                lanes.dial().close();
                waiting.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                waiting.complete(e);
              }
            });
    lanes.close();
    assertEquals(InterruptedException.class, waiting.get(20, TimeUnit.SECONDS).getClass());
    assertTrue(fast.closed);
    assertTrue(slow.closed);
  }
}
