package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2k, 2000", "1Ki, 1024", "1.5Gi, 1610612736", "1T, 1e12", "30Mi, 31457280"})
  void amountsAreThoseOfKubernetes(String text, double bytes) {
    assertEquals(bytes, Quantity.bytes(text));
  }

  @ParameterizedTest
  @CsvSource({"''", "Gi", "-1Gi", "1Xi", "1 Gi"})
  void whatIsNoAmountIsNone(String text) {
    assertEquals(0, Quantity.bytes(text));
  }
}
