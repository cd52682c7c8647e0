package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NaturalOrderTest {
  @Test
  void tagsAreOrderedAsPeopleCount() {
    List<String> ordered =
        List.of(
            "", "0", "00", "001", "01", "1", "1-rc", "01.2", "1.2", "1.10", "2", "9", "10", "19",
            "20", "a", "a0", "a9b", "a10", "ab", "v1", "v1.0", "v1.09", "v1.10", "v1a");
    List<String> shuffled = new ArrayList<>(ordered.reversed());
    shuffled.sort(NaturalOrder.INSTANCE);
    assertEquals(ordered, shuffled);
  }

  @ParameterizedTest
  @CsvSource({
    "v2, v10",
    "v9, v10",
    "v19, v20",
    "v099, v100",
    "a, b",
    "a1, b0",
    "1a, 1b",
    "1, 1a",
    "07, 7",
    "00, 1",
    "a/1, a:1",
    "9:, 10",
    "5, 5/"
  })
  void theOneIsBeforeTheOtherAndTheOtherAfterIt(String before, String after) {
    assertTrue(NaturalOrder.INSTANCE.compare(before, after) < 0, before + " < " + after);
    assertTrue(NaturalOrder.INSTANCE.compare(after, before) > 0, after + " > " + before);
  }

  @Test
  void theSameIsEqualAndOtherDigitsOfTheSameNumberAreNot() {
    assertEquals(0, NaturalOrder.INSTANCE.compare("v1.10", "v1.10"));
    assertEquals(0, NaturalOrder.INSTANCE.compare("", ""));
    assertTrue(NaturalOrder.INSTANCE.compare("1", "01") != 0);
  }

  @Test
  void numbersOfAnyLengthAreCompared() {
    String huge = "1" + "0".repeat(40);
    assertTrue(NaturalOrder.INSTANCE.compare("9".repeat(40), huge) < 0);
    assertTrue(NaturalOrder.INSTANCE.compare(huge + "1", huge + "2") < 0);
  }
}
