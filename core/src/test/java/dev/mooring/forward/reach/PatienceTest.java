package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long START = Long.MAX_VALUE - 1_000_000_000L;

  private final Patience patience = new Patience(START, Duration.ofSeconds(30));

  private static long after(double seconds) {
    return START + (long) (seconds * 1_000_000_000L);
  }

  @Test
  void aProgramThatDoesNotServeIsBelievedAfterFiveSecondsFromItsFirstFailure() {
    assertTrue(patience.goesOn(Failure.PROGRAM, true, after(10)));
    assertTrue(patience.goesOn(Failure.PROGRAM, true, after(14.7)));
    assertFalse(patience.goesOn(Failure.PROGRAM, true, after(14.8)));
  }

  @Test
  void theWayAndWhatAnOldListSaysAreTriedToTheEnd() {
    assertTrue(patience.goesOn(Failure.WAY, true, after(0)));
    assertTrue(patience.goesOn(Failure.WAY, true, after(29.7)));
    assertFalse(patience.goesOn(Failure.WAY, true, after(29.8)));
    assertTrue(patience.goesOn(Failure.PROGRAM, false, after(29.7)));
    assertFalse(patience.goesOn(Failure.PROGRAM, true, after(29.7)));
  }

  @Test
  void nothingIsTriedAgainWithACertificateThatIsRefused() {
    assertFalse(patience.goesOn(Failure.UNTRUSTED, false, after(0)));
  }

  @Test
  void theEndComesFirstWhereItIsNearerThanTheDoubt() {
    assertTrue(patience.goesOn(Failure.PROGRAM, true, after(28)));
    assertFalse(patience.goesOn(Failure.PROGRAM, true, after(29.8)));
    assertEquals(Duration.ofMillis(200), patience.left(after(29.8)));
  }
}
