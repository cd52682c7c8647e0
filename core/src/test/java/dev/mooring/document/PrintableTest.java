package dev.mooring.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class PrintableTest {

  @Test
  void whatIsCutIsShownAndNoLetterIsHalved() {
    assertEquals("abc", Printable.cut("abc", 3));
    assertEquals("ab...", Printable.cut("abc", 2));
    assertEquals("...", Printable.cut("abc", 0));
    assertEquals("a...", Printable.cut("a\uD83D\uDE00b", 2));
    assertEquals("a\uD83D\uDE00...", Printable.cut("a\uD83D\uDE00b", 3));
  }
}
