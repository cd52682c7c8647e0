package dev.mooring.forward.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How long an answer is waited for after the application's end.
@Timeout(60)
final class HalfClosedTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final HalfClosed half = new HalfClosed();
  private final CountDownLatch asked = new CountDownLatch(3);

  private Thread awaiting() {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                half.awaitEnd(
                    () -> {
                      asked.countDown();
                      return false;
                    });
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Test
  void itIsQuietSinceTheLastByteOfEitherSide() {
    long before = System.nanoTime();
    half.asked();
    long between = System.nanoTime();
    assertQuietSince(before, between);
    half.answered();
    assertQuietSince(between, System.nanoTime());
    long again = System.nanoTime();
    half.asked();
    assertQuietSince(again, System.nanoTime());
  }

  private void assertQuietSince(long from, long to) {
    long quiet = half.quiet(to).toNanos();
    assertTrue(quiet >= 0 && quiet <= to - from, () -> quiet + " of " + (to - from));
  }

  @Test
  void anAnswerThatHasFallenSilentForASecondIsOver() throws Exception {
    half.asked();
    half.answered();
    long start = System.nanoTime();
    AtomicInteger questions = new AtomicInteger();
    half.awaitEnd(() -> questions.incrementAndGet() < 0);
    long took = System.nanoTime() - start;
    assertTrue(took >= Duration.ofSeconds(1).toNanos(), () -> "took " + took);
    assertTrue(questions.get() <= 3, () -> "asked " + questions);
  }

  @Test
  void aPodThatHasNotAnsweredIsWaitedForAndTheApplicationLookedAfter() throws Exception {
    half.answered();
    half.asked();
    Thread waiting = awaiting();
    asked.await();
    assertFalse(waiting.join(Duration.ofMillis(1)), "there is no answer yet");
    half.over();
    assertTrue(waiting.join(SOON));
  }

  @Test
  void whereNobodyCanTakeAnAnswerNoneIsWaitedFor() throws Exception {
    half.asked();
    AtomicInteger questions = new AtomicInteger();
    half.awaitEnd(() -> questions.incrementAndGet() == 2);
    assertEquals(2, questions.get());
  }

  @Test
  void whatIsOverIsNotWaitedFor() throws Exception {
    half.asked();
    half.over();
    half.awaitEnd(() -> false);
  }
}
