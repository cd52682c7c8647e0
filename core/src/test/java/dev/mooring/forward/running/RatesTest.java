package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RatesTest {
  private static final long SECOND = 1_000_000_000;

  @Test
  void whatIsNotUsedStaysTheSameFromTheFirstSecondOn() {
    Rates rates = new Rates(0);
    List<Long> first = rates.all();
    for (int second = 1; second < 90; second++) {
      rates.look(second * SECOND, 0);
      assertEquals(first, rates.all());
    }
  }

  @Test
  void bytesOfASecondAreItsRateAndLeaveAfterAMinute() {
    Rates rates = new Rates(0);
    rates.look(SECOND, 500);
    assertEquals(500, rates.all().getLast());
    for (int second = 2; second <= 61; second++) {
      rates.look(second * SECOND, 500);
    }
    assertEquals(new Rates(0).all(), rates.all());
  }
}
