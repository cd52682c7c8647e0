package dev.mooring.debug.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.inspect.Frame;
import dev.mooring.debug.inspect.Goroutines;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordedProgramTest {
  @TempDir Path directory;

  @BeforeEach
  void record() throws IOException {
    Files.createDirectory(directory.resolve("stacks"));
    write(
        "goroutines.json",
        """
        {"total": 12, "more": false, "recorded": [7], "groups": [
          {"count": 12, "ids": [7, 8],
           "at": {"function": {"name": "main.wait"}, "file": "/src/main.go", "line": 9},
           "startedBy": {"function": {"name": "main.main"}, "file": "/src/main.go", "line": 3}}]}
        """);
    write(
        "stacks/7.json",
        """
        {"frames": [{"function": {"name": "main.wait"}, "file": "/src/main.go", "line": 9,
          "variables": [
            {"name": "order", "type": "*main.order", "kind": 22, "children": [
              {"type": "main.order", "kind": 25, "len": 2, "children": [
                {"name": "Items", "type": "[]int", "kind": 23, "len": 3, "cap": 4, "children": [
                  {"type": "int", "kind": 2, "value": "5"}, {"type": "int", "kind": 2, "value": "6"}]},
                {"name": "Next", "type": "*main.order", "kind": 22, "children": [
                  {"type": "main.order", "kind": 25, "onlyAddr": true}]}]}]},
            {"name": "ages", "type": "map[string]int", "kind": 21, "len": 1, "children": [
              {"type": "string", "kind": 24, "len": 3, "value": "ana"},
              {"type": "int", "kind": 2, "value": "41"}]},
            {"name": "evil", "type": "string", "kind": 24, "len": 9, "value": "a\\u001b[31mb\\u202e"}]}]}
        """);
    write(
        "globals.json",
        """
        {"variables": [{"name": "main.hits", "type": "int", "kind": 2, "value": "99"}]}
        """);
  }

  @Test
  void namesTheFunctionInWhichGoroutinesWait() {
    Goroutines all = program().goroutines(10);
    assertEquals(12, all.total());
    assertEquals(
        List.of(new Frame("main.wait", "/src/main.go", 9, 0)), all.groups().getFirst().stack());
    assertEquals(new Frame("main.main", "/src/main.go", 3, 0), all.groups().getFirst().startedBy());
    assertEquals("main.wait", program().stack(0).getFirst().function());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order.Items[1]|6",
        "*order.Next|",
        "len(order.Items)|3",
        "cap(order.Items)|4",
        "ages[\"ana\"]|41",
        "hits|99",
        "main.hits|99",
        "order.Items|[]int {5, 6, ...+1 more}",
        "(*order).Items|",
        "order.Items[2]|",
        "order.Items[-1]|",
        "order.Price|",
        "nobody|",
        "1 + 1|",
        "call(order)|",
        "order..Items|"
      })
  void evaluatesPathsAndSaysWhatNeedsDelve(String expression, String value) {
    if (value == null) {
      MooringException refused =
          assertThrows(MooringException.class, () -> program().eval(expression, 7, 0));
      assertEquals(Code.SNAPSHOT_LACKS, refused.problem().code());
    } else {
      assertEquals(value, program().eval(expression, 7, 0).text());
      assertEquals(expression, program().eval(expression, 7, 0).name());
    }
  }

  @Test
  void whatTheProgramHeldCannotSteerATerminal() {
    String text = program().eval("evil", 0, 0).text();
    assertFalse(text.contains("\u001b") || text.contains("\u202e"), text);
    assertTrue(
        program().variables(0, 0).stream().noneMatch(each -> each.text().contains("\u001b")));
  }

  @ParameterizedTest
  @ValueSource(longs = {8, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void goroutinesThatWereNotReadAreSaidNotToBeThere(long goroutine) {
    assertEquals(
        Code.SNAPSHOT_LACKS,
        assertThrows(MooringException.class, () -> program().stack(goroutine)).problem().code());
  }

  @Test
  void callsThatAreNotOnTheStackAreSaidNotToBeThere() {
    assertThrows(MooringException.class, () -> program().variables(7, 1));
    assertThrows(MooringException.class, () -> program().variables(7, -1));
  }

  @Test
  void aDamagedFileIsAProblemAndNoCrash() throws IOException {
    write("stacks/7.json", "{\"frames\": [[[");
    assertEquals(
        Code.DOCUMENT_UNREADABLE,
        assertThrows(MooringException.class, () -> program().stack(7)).problem().code());
  }

  private RecordedProgram program() {
    return new RecordedProgram(directory);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
