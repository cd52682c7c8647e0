package dev.mooring.registry.diff;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TextDiffTest {

  @Test
  void linesAreShownWithThreeAroundThemAndWhatWentFirst() {
    assertEquals(
        List.of("@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "-6", "+five", "+six", " 7", " 8"),
        diff("1 2 3 4 5 6 7 8", "1 2 3 4 five six 7 8"));
  }

  @Test
  void whatIsNoTextOrVeryLongIsNotShown() {
    assertEquals(List.of(), TextDiff.of(new byte[] {'a', 0}, new byte[] {'b', 0}));
    assertEquals(List.of(), TextDiff.of(new byte[] {(byte) 0xff}, new byte[] {'b'}));
    assertEquals(List.of(), diff("x ".repeat(3001), "y"));
  }

  @Test
  void textsWithoutACommonLineAreBearable() {
    String one = "a b ".repeat(1500);
    String other = "c d ".repeat(1500);
    assertEquals(6001, diff(one, other).size());
  }

  private static List<String> diff(String from, String to) {
    return TextDiff.of(bytes(from), bytes(to));
  }

  private static byte[] bytes(String words) {
    return (words.strip().replace(' ', '\n') + "\n").getBytes(UTF_8);
  }
}
