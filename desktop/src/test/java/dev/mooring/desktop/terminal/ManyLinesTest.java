package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Documents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Long lists and texts of strangers on their way to a terminal or another program.
final class ManyLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static Output to(OutputStream out) {
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Output(printed, printed, false);
  }

  @Test
  void linesComeInBlocksAndObjectsAsOneArray() {
    try (ManyLines lines = new ManyLines(to(out), false)) {
      assertTrue(lines.add("one\u001b[2J"));
      assertEquals("", out.toString(StandardCharsets.UTF_8), "not line by line");
      assertTrue(lines.add("x".repeat(10_000)));
      assertTrue(out.size() > 10_000);
    }
    assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("one?[2J\nxxx"));
    out.reset();
    try (ManyLines lines = new ManyLines(to(out), true)) {
      lines.add(Map.of("a", "\u001b"));
      lines.add(Map.of("a", 2));
    }
    assertEquals(2, Documents.json(out.toString(StandardCharsets.UTF_8), "list").items().size());
    out.reset();
    new ManyLines(to(out), true).close();
    assertEquals("[]\n", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whoReadsNoMoreIsNotWrittenTo() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int each) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (ManyLines lines = new ManyLines(to(gone), false)) {
      assertFalse(lines.add("x".repeat(10_000)));
      assertFalse(lines.add("y"));
    }
  }

  @Test
  void textKeepsItsLinesAndLosesWhatSteersAScreen() {
    byte[] bytes = "a\tü\nb\u001b]0;x\u0007\r\u202e\u009b\n".getBytes(StandardCharsets.UTF_8);
    TextBlocks text = new TextBlocks();
    StringBuilder shown = new StringBuilder();
    // Letters of several bytes come in pieces.
    for (byte each : bytes) {
      shown.append(text.add(new byte[] {each}, 1));
    }
    shown.append(text.rest());
    assertEquals("a\tü\nb?]0;x????\n", shown.toString());
    assertEquals("\ufffd", new TextBlocks().add(new byte[] {(byte) 0xff}, 1));
  }

  @Test
  void patternsFitNamesOrWholePaths() {
    for (String fits :
        new String[] {"*.so", "lib?.so", "lib*", "*", "", "usr/*.so", "/usr/lib/l*"}) {
      assertTrue(new NamePattern(fits).matches("usr/lib/libc.so"), fits);
    }
    for (String not : new String[] {"lib", "*.s", "usr", "/lib/*", "?", "lib/libc.so", "[a-z]*"}) {
      assertFalse(new NamePattern(not).matches("usr/lib/libc.so"), not);
    }
    assertFalse(new NamePattern("*a".repeat(50) + "b").matches("a".repeat(4_000)));
  }
}
