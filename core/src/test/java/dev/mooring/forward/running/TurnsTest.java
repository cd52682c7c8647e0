package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.running.Turns.Turn;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TurnsTest {
  private final Turns turns = new Turns();
  private final List<String> done = new CopyOnWriteArrayList<>();

  private Thread taking(String name) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (Turn _ = turns.take(name)) {
                done.add("took " + name);
              }
            });
  }

  private Thread awaiting(String name) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try (Turn _ = turns.await(name)) {
                done.add("awaited " + name);
              } catch (InterruptedException e) {
                done.add("gave up");
              }
            });
  }

  private static void assertEnds(Thread thread) throws InterruptedException {
    assertTrue(thread.join(Duration.ofSeconds(20)));
  }

  @Test
  void thoseOfOneNameWaitForEachOtherAndThoseOfAnotherDoNot() throws Exception {
    Thread first;
    Thread second;
    try (Turn _ = turns.take("a")) {
      first = taking("a");
      second = awaiting("a");
      Awaitility.await().until(() -> first.getState() == Thread.State.WAITING);
      Awaitility.await().until(() -> second.getState() == Thread.State.WAITING);
      assertEnds(taking("b"));
      assertEnds(awaiting("c"));
      assertEquals(List.of("took b", "awaited c"), done);
    }
    assertEnds(first);
    assertEnds(second);
    assertEquals(4, done.size());
  }

  @Test
  void whoAwaitsATurnMayGiveUpAndHoldsNothingThen() throws Exception {
    try (Turn _ = turns.await("a")) {
      Thread other = awaiting("a");
      Awaitility.await().until(() -> other.getState() == Thread.State.WAITING);
      other.interrupt();
      assertEnds(other);
      assertEquals(List.of("gave up"), done);
    }
    assertEnds(awaiting("a"));
    assertEquals(List.of("gave up", "awaited a"), done);
  }
}
