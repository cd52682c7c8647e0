package dev.mooring.debug.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PatienceTest {

  @Test
  void aSilenceEndsBeforeTheProbeWouldRestartAProgramThatStandsStill() {
    for (long budget = 6; budget < 60; budget++) {
      Patience careful = Patience.USUAL.within(Optional.of(budget));
      assertTrue(careful.silence().toSeconds() <= Math.max(2, budget - 3), careful::toString);
      assertTrue(careful.beat().multipliedBy(3).compareTo(careful.silence()) <= 0);
      for (long stood = 0; stood < budget * 4 / 5; stood++) {
        long end = stood + careful.bearable(Optional.of(budget), stood).toSeconds();
        assertTrue(end < budget, () -> "a stop would end with the restart");
      }
    }
  }

  @Test
  void withoutAProbeNothingChanges() {
    assertEquals(Patience.USUAL, Patience.USUAL.within(Optional.empty()));
    assertEquals(Patience.USUAL, Patience.USUAL.within(Optional.of(600L)));
    assertEquals(
        Duration.ofSeconds(30), Patience.USUAL.bearable(Optional.of(600L), 500), "as usual");
  }
}
