package dev.mooring.debug.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ForecastTest {
  private static final long GIB = 1L << 30;

  @Test
  void aProgramStandsStillForOneAndAHalfSecondsAndFiveForEachGibibyte() {
    assertEquals(Duration.ofMillis(1500), Forecast.of(0, 0, Optional.empty()).freeze());
    assertEquals(Duration.ofMillis(11_500), Forecast.of(2 * GIB, 0, Optional.empty()).freeze());
  }

  @Test
  void aProbeWithLessPatienceThanThatMayRestartTheContainer() {
    Optional<Duration> three = Optional.of(Duration.ofSeconds(3));
    assertTrue(Forecast.of(GIB, 0, three).mayRestart());
    assertFalse(Forecast.of(GIB / 8, 0, three).mayRestart());
    assertFalse(Forecast.of(GIB, 0, Optional.empty()).mayRestart());
  }
}
