package dev.mooring.job;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ObservedTest {
  private final Observed<Integer> value = new Observed<>(0);

  @Test
  void subscribersSeeEachValueInOrderAndNoneAfterClosing() {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    try (Subscription subscription = value.subscribe(seen::add)) {
      value.set(1);
      value.set(1);
      value.update(v -> v + 1);
    }
    value.set(9);
    assertEquals(List.of(0, 1, 2), seen);
  }

  @Test
  void manyWritersLoseNoChange() {
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    try (Subscription subscription = value.subscribe(seen::add);
        Jobs jobs = new Jobs()) {
      for (int i = 0; i < 8; i++) {
        jobs.start(
            "count",
            progress -> {
              for (int n = 0; n < 1000; n++) {
                value.update(v -> v + 1);
              }
              return true;
            });
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> seen.size() == 8001);
    }
    assertEquals(8000, value.get());
    assertEquals(seen.stream().sorted().distinct().toList(), List.copyOf(seen));
  }

  @Test
  void aSubscriberMayWaitForAnotherThreadThatSetsTheValue() {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    value.subscribe(
        now -> {
          seen.add(now);
          if (now == 1) {
            joined(() -> value.set(2));
          }
        });

    value.set(1);

    assertEquals(List.of(0, 1, 2), seen);
  }

  @Test
  void whoSetsTheValueMayHoldALockThatASubscriberWaitsFor() throws Exception {
    Object lock = new Object();
    CountDownLatch within = new CountDownLatch(1);
    List<Integer> seen = new CopyOnWriteArrayList<>();
    value.subscribe(
        now -> {
          if (now == 1) {
            within.countDown();
          }
          synchronized (lock) {
            seen.add(now);
          }
        });
    Thread first;
    synchronized (lock) {
      first = Thread.ofPlatform().start(() -> value.set(1));
      within.await();
      value.set(2);
    }
    first.join();

    assertEquals(List.of(0, 1, 2), seen);
  }

  @Test
  void aSubscriberThatDoesNotReturnKeepsNobodyElseFromWhatComesNext() throws Exception {
    Stuck stuck = new Stuck();
    List<Integer> other = new CopyOnWriteArrayList<>();
    value.subscribe(stuck);
    value.subscribe(other::add);
    Thread first = Thread.ofVirtual().start(() -> value.set(1));
    stuck.reached.await();

    value.set(2);
    assertEquals(List.of(0, 1, 2), other);
    List<Integer> late = new CopyOnWriteArrayList<>();
    value.subscribe(late::add);
    assertEquals(List.of(2), late);

    stuck.go.countDown();
    first.join();
    assertEquals(List.of(0, 1, 2), List.copyOf(stuck.seen));
  }

  @Test
  void whatIsKeptForASubscriberThatDoesNotReturnIsBounded() throws Exception {
    Stuck stuck = new Stuck();
    value.subscribe(stuck);
    Thread first = Thread.ofVirtual().start(() -> value.set(1));
    stuck.reached.await();

    for (int i = 2; i <= 3 * Observed.MOST_DUE; i++) {
      value.set(i);
    }
    stuck.go.countDown();
    first.join();

    assertEquals(2 + Observed.MOST_DUE, stuck.seen.size());
    assertEquals(3 * Observed.MOST_DUE, stuck.seen.getLast());
    assertEquals(stuck.seen.stream().sorted().toList(), List.copyOf(stuck.seen));
  }

  @Test
  void everyoneHearsTheSameOrderWhenASubscriberAnswersWithAnotherValue() {
    List<Integer> first = new CopyOnWriteArrayList<>();
    List<Integer> second = new CopyOnWriteArrayList<>();
    value.subscribe(
        now -> {
          first.add(now);
          if (now == 1) {
            value.set(2);
          }
        });
    value.subscribe(second::add);
    value.set(1);
    value.set(1);

    assertEquals(List.of(0, 1, 2, 1, 2), first);
    assertEquals(first, second);
  }

  @Test
  void whoLeavesWhileBeingToldHearsNoLaterValue() {
    List<Integer> seen = new CopyOnWriteArrayList<>();
    List<Subscription> own = new ArrayList<>();
    own.add(
        value.subscribe(
            now -> {
              seen.add(now);
              if (now == 1) {
                value.set(2);
                own.forEach(Subscription::close);
              }
            }));
    value.set(1);
    value.set(3);

    assertEquals(List.of(0, 1), seen);
  }

  @Test
  void oneThatFailsKeepsNoOtherFromBeingTold() {
    List<Integer> failing = new CopyOnWriteArrayList<>();
    List<Integer> other = new CopyOnWriteArrayList<>();
    value.subscribe(
        now -> {
          failing.add(now);
          if (now == 1) {
            throw new IllegalStateException("planted");
          }
        });
    value.subscribe(other::add);

    assertThrows(IllegalStateException.class, () -> value.set(1));
    assertEquals(List.of(0, 1), other);
    value.set(2);
    assertEquals(List.of(0, 1, 2), other);
    assertEquals(other, failing);
  }

  @Test
  void theLastValueIsToldThoughAnotherThreadWasTellingAtTheEnd() throws Exception {
    Stuck stuck = new Stuck();
    value.subscribe(stuck);
    Thread first = Thread.ofVirtual().start(() -> value.set(1));
    stuck.reached.await();

    value.set(2);
    value.end();
    stuck.go.countDown();
    first.join();

    assertEquals(List.of(0, 1, 2), List.copyOf(stuck.seen));
  }

  private static void joined(Runnable work) {
    try {
      Thread thread = Thread.ofVirtual().start(work);
      assertTrue(thread.join(Duration.ofSeconds(10)), "the other thread waits for this one");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Does not return from the value 1 before it may.
  private static final class Stuck implements Consumer<Integer> {
    final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);

    @Override
    public void accept(Integer now) {
      seen.add(now);
      if (now == 1) {
        reached.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> go.getCount() == 0);
      }
    }
  }
}
