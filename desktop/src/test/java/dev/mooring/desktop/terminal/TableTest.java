package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.terminal.Table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Tables on narrow and wide terminals.
class TableTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.keep("STATE"),
          Column.keep("NAME"),
          Column.spare("PODS", 1),
          Column.spare("RATE", 2),
          Column.fold("REASON"));

  private final Table table =
      new Table(
          COLUMNS,
          List.of(
              List.of("active", "api-80", "api-7f9c5d6b8-x2x4z", "12 kB/s", ""),
              List.of("waiting", "db-5432", "", "0 B/s", "no ready pod behind svc/db")));

  @Test
  void everythingIsOnOneLineWhereTheTerminalIsWideEnough() {
    List<String> lines =
        List.of(
            "STATE     NAME      PODS                  RATE      REASON",
            "active    api-80    api-7f9c5d6b8-x2x4z   12 kB/s   -",
            "waiting   db-5432   -                     0 B/s     no ready pod behind svc/db");
    assertEquals(new Table.Fitted(lines, false), table.fit(0));
    assertEquals(new Table.Fitted(lines, false), table.fit(80));
  }

  @Test
  void aReasonGoesBelowItsRowBeforeAColumnIsLeftOut() {
    assertEquals(
        new Table.Fitted(
            List.of(
                "STATE     NAME      PODS                  RATE",
                "active    api-80    api-7f9c5d6b8-x2x4z   12 kB/s",
                "waiting   db-5432   -                     0 B/s",
                "  no ready pod behind svc/db"),
            false),
        table.fit(60));
  }

  @Test
  void whatCanBeSparedGoesInOrderAndThatIsSaid() {
    assertEquals("STATE     NAME      PODS", table.fit(45).lines().getFirst());
    Table.Fitted narrow = table.fit(20);
    assertEquals("STATE     NAME", narrow.lines().getFirst());
    assertTrue(narrow.hidden());
  }

  @Test
  void namesAreShortenedLast() {
    Table long80 =
        new Table(COLUMNS, List.of(List.of("active", "n".repeat(120), "pod", "1 B/s", "why")));
    Table.Fitted fitted = long80.fit(80);
    assertTrue(fitted.hidden());
    assertEquals(80, fitted.lines().get(1).length());
    assertTrue(fitted.lines().get(1).endsWith("…"));
    assertEquals("  why", fitted.lines().get(2));
  }

  @Test
  void withoutAReasonThereIsNoColumnForOne() {
    Table plain = new Table(COLUMNS, List.of(List.of("active", "a", "p", "1 B/s", "")));
    assertEquals("STATE    NAME   PODS   RATE", plain.fit(0).lines().getFirst());
  }
}
