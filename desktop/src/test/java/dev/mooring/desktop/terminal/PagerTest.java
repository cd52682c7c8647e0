package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagerTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir Path folder;

  private Output output(boolean terminal, String program) {
    return new Output(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        () -> 0,
        () -> Pager.start(List.of("sh", "-c", program)));
  }

  private static Optional<List<String>> command(Map<String, String> environment) {
    return Pager.command(environment, any -> true);
  }

  @Test
  void theUsersPagerIsTakenAsGitTakesIt() {
    assertEquals(
        Optional.of(List.of("sh", "-c", "less -S")),
        command(Map.of("TERM", "xterm", "PAGER", "more", "MOORING_PAGER", "less -S")));
    assertEquals(
        Optional.of(List.of("sh", "-c", "more")),
        command(Map.of("TERM", "xterm", "PAGER", "more")));
    assertEquals(Optional.of(List.of("sh", "-c", "less")), command(Map.of("TERM", "xterm")));
    assertEquals(
        Optional.empty(), command(Map.of("TERM", "xterm", "PAGER", "more", "MOORING_PAGER", "")));
    assertEquals(Optional.empty(), command(Map.of("TERM", "xterm", "PAGER", "cat")));
    assertEquals(Optional.empty(), command(Map.of("TERM", "dumb", "PAGER", "more")));
    assertEquals(Optional.empty(), command(Map.of("PAGER", "more")));
    assertEquals(
        Optional.empty(), Pager.command(Map.of("TERM", "xterm"), name -> !name.equals("less")));
  }

  @Test
  void resultsGoThroughItAndNotesComeAfterIt() throws Exception {
    Path shown = folder.resolve("shown");
    Output output = output(true, "cat > '" + shown + "'");
    output.page();
    output.note("before");
    output.line("one");
    output.note("after");
    output.progress("half");
    output.line("two");
    assertEquals("before\n", err.toString(StandardCharsets.UTF_8));
    output.end();
    assertEquals("one\ntwo\n", Files.readString(shown));
    assertEquals("before\nafter\n", err.toString(StandardCharsets.UTF_8));
    output.line("three");
    assertEquals("three\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whoLeavesItReadsNoFurther() {
    Output output = output(true, "exec true");
    output.page();
    for (int i = 0; i < 100_000 && !output.unread(); i++) {
      output.line("x".repeat(100));
    }
    assertTrue(output.unread());
    output.end();
    assertFalse(output.unread());
  }

  @Test
  void aFileOrPipeIsNotPaged() {
    Output output = output(false, "cat > /dev/null");
    output.page();
    output.line("one");
    output.end();
    assertEquals("one\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void stoppingTheCommandEndsIt() {
    Output output = output(true, "exec sleep 60");
    output.page();
    output.line("one");
    output.stop();
    output.line("two");
    assertEquals("two\n", out.toString(StandardCharsets.UTF_8));
  }
}
