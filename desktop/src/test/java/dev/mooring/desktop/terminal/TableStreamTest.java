package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableStreamTest {
  private static final List<Table.Column> COLUMNS =
      List.of(Table.Column.keep("NAME"), Table.Column.keep("SIZE"), Table.Column.fold("PROBLEM"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TableStream table =
      new TableStream(
          new Output(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              false),
          COLUMNS,
          false);

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void theFirstRowsAreShownBeforeTheLastAndOthersStandInTheSameColumns() {
    for (int i = 0; i < 60; i++) {
      table.add(List.of("app" + (100 + i), i + " B", ""));
      if (i == 48) {
        assertEquals(List.of(), lines());
      }
    }
    assertEquals(51, lines().size(), "a heading and fifty rows");
    assertEquals("NAME     SIZE", lines().getFirst());
    table.add(List.of("b", "1 B", "no such blob"));
    assertTrue(table.end());
    assertEquals(62, lines().size(), "the heading once");
    assertEquals("app150   50 B   -", lines().get(51));
    assertEquals("b        1 B    no such blob", lines().getLast());
  }

  @Test
  void nothingIsNoTable() {
    assertFalse(table.end());
    assertEquals(List.of(), lines());
  }
}
