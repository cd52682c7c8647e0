package dev.mooring.desktop.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.inspect.Frame;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FreshnessTest {
  private static final List<CodeLine> SOURCE =
      GoText.lines(
          "package main\n\nfunc (s *store) load() {\n\ts.n++\n}\n\nfunc main() {\n\tx()\n}\n");

  private static String warning(String function, long line) {
    return Freshness.warning(SOURCE, new Frame(function, "/src/main.go", line, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main.(*store).load",
        "main.(*store[...]).load",
        "example.com/shop.v2/store.(*store).load.func1",
        "main.store.load",
        "main.(*store).load-range1"
      })
  void aLineInTheFunctionThatTheProgramIsInFits(String function) {
    assertEquals("", warning(function, 4));
  }

  @Test
  void aLineInAnotherFunctionOrBeyondTheEndDoesNot() {
    assertEquals("", warning("main.main.func2", 8));
    assertTrue(warning("main.main", 4).contains("Line 4 is in load here, but in main"));
    assertTrue(warning("main.main", 99).contains("line 99"));
  }

  @Test
  void whereNothingCanBeToldNothingIsSaid() {
    assertEquals("", warning("", 4));
    assertEquals("", warning("main.glob..func1", 1));
  }
}
