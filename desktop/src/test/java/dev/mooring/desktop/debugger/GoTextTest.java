package dev.mooring.desktop.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.debugger.CodeLine.Look;
import dev.mooring.desktop.debugger.CodeLine.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GoTextTest {
  @Test
  void keywordsStringsAndCommentsAreMarkedAndTabsAreFourSpaces() {
    assertEquals(
        List.of(
            new Span("    ", Look.PLAIN),
            new Span("return", Look.KEYWORD),
            new Span(" name, ", Look.PLAIN),
            new Span("\"a \\\" func\"", Look.STRING),
            new Span(" ", Look.PLAIN),
            new Span("// if", Look.COMMENT)),
        GoText.lines("\treturn name, \"a \\\" func\" // if\n").getFirst().spans());
  }

  @Test
  void whatGoesOverSeveralLinesLooksTheSameInEach() {
    List<CodeLine> lines = GoText.lines("x := `a\nfunc\n` + y /* if\nfor */ z");
    assertEquals(List.of(new Span("func", Look.STRING)), lines.get(1).spans());
    assertEquals(
        List.of(new Span("for */", Look.COMMENT), new Span(" z", Look.PLAIN)),
        lines.get(3).spans());
    assertEquals(4, lines.size());
  }

  @Test
  void whatNeverEndsEndsWithTheFileAndNoLineIsEndless() {
    assertEquals(1, GoText.lines("x := \"open").size());
    assertEquals(2, GoText.lines("/* open\nstill").size());
    assertEquals(2, GoText.lines("` open\nstill").size());
    assertTrue(GoText.lines("x".repeat(1 << 20)).getFirst().text().length() <= 2_000);
  }

  @Test
  void aFileCannotDriveTheWindowByControlCharacters() {
    assertEquals("a\uFFFD[2Jb", GoText.lines("a\u001b[2Jb").getFirst().text());
  }
}
