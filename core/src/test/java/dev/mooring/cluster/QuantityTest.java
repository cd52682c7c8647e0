package dev.mooring.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2k, 2000",
    "1Ki, 1024",
    "1.5Gi, 1610612736",
    "1T, 1000000000000",
    "30Mi, 31457280",
    "1e3, 1000",
    "1500m, 1",
    "9E, 9000000000000000000",
    "999Ei, 9223372036854775807"
  })
  void amountsAreThoseOfKubernetes(String text, long bytes) {
    assertEquals(Optional.of(bytes), Quantity.bytes(text));
  }

  @ParameterizedTest
  @CsvSource({"''", "Gi", "-1Gi", "1Xi", "1 Gi", "1e999Gi"})
  void whatIsNoAmountIsNone(String text) {
    assertEquals(Optional.empty(), Quantity.bytes(text));
  }
}
