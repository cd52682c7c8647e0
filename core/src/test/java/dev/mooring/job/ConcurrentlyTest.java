package dev.mooring.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConcurrentlyTest {

  @Test
  void resultsStandInTheOrderOfTheSteps() throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    List<Callable<Integer>> steps = new ArrayList<>();
    steps.add(
        () -> {
          last.await();
          return 0;
        });
    IntStream.range(1, 20).forEach(each -> steps.add(() -> each));
    steps.add(
        () -> {
          last.countDown();
          return 20;
        });
    assertEquals(IntStream.rangeClosed(0, 20).boxed().toList(), Concurrently.run(3, steps));
    assertEquals(List.of(), Concurrently.run(3, List.<Callable<Integer>>of()));
  }

  @Test
  void aStepThatFailsEndsTheOthersAtOnceAndIsThrownAsItIs() {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Callable<Integer> waiting =
        () -> {
          try {
            running.countDown();
            new CountDownLatch(1).await();
            return 1;
          } finally {
            ended.countDown();
          }
        };
    Callable<Integer> failing =
        () -> {
          running.await();
          throw new IllegalArgumentException("no");
        };
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class, () -> Concurrently.run(2, List.of(waiting, failing)));
    assertEquals("no", failure.getMessage());
    assertEquals(0, ended.getCount());
  }

  @Test
  void anInterruptOfTheCallerEndsTheSteps() throws Exception {
    CountDownLatch running = new CountDownLatch(2);
    CountDownLatch ended = new CountDownLatch(2);
    Callable<Integer> waiting =
        () -> {
          try {
            running.countDown();
            new CountDownLatch(1).await();
            return 1;
          } finally {
            ended.countDown();
          }
        };
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class,
                        () -> Concurrently.run(2, List.of(waiting, waiting))));
    assertTrue(running.await(10, TimeUnit.SECONDS));
    caller.interrupt();
    assertTrue(ended.await(10, TimeUnit.SECONDS));
    caller.join();
  }
}
