package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Progress;
import dev.mooring.job.Progress.Unit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
  private static final long MB = 1_000_000;
  private static final String ERASED = "\r\u001b[K";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long nanos;

  private Output output(boolean terminal, int columns) {
    PrintStream told = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Output(told, told, terminal, () -> columns, Optional::empty);
  }

  private ProgressLines lines(Output output) {
    return new ProgressLines(output, true, () -> nanos);
  }

  private String told() {
    String all = err.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    err.reset();
    return all;
  }

  @Test
  void whatGoesOnSideBySideIsBelowTheWholeAndRedrawnInPlace() {
    Output output = output(true, 80);
    ProgressLines lines = lines(output);
    Progress image = lines.part("linux/amd64");
    image.advance("", 0, 5 * MB, Unit.BYTES);
    Progress layer = image.part("sha256:1234");
    layer.advance("", 0, 4 * MB, Unit.BYTES);
    lines.advance("Copying app:1", 0, 10 * MB, Unit.BYTES);
    assertEquals(
        ERASED
            + """
            Copying app:1  0%  0 B of 10.0 MB
              linux/amd64  0%  0 B of 5.0 MB
                sha256:1234  0%  0 B of 4.0 MB""",
        told());
    nanos += 200_000_000;
    layer.advance("", 4 * MB, 4 * MB, Unit.BYTES);
    assertEquals(
        "\r\u001b[2A\u001b[J"
            + """
            Copying app:1  0%  0 B of 10.0 MB
              linux/amd64  0%  0 B of 5.0 MB""",
        told());
    output.note("finished");
    assertEquals("\r\u001b[1A\u001b[Jfinished\n", told());
    output.note("and nothing stays");
    assertEquals("and nothing stays\n", told());
  }

  @Test
  void thereAreNoMoreLinesAndNoLongerOnesThanAScreenTakes() {
    ProgressLines lines = lines(output(true, 20));
    for (int i = 0; i < 30; i++) {
      lines.part("a layer with a long name " + i).advance("", 0, MB, Unit.BYTES);
    }
    lines.advance("Copying app:1", 0, MB, Unit.BYTES);
    String told = told().substring(ERASED.length());
    assertEquals(10, told.lines().count(), told);
    assertEquals(19, told.lines().mapToInt(String::length).max().orElseThrow());
    assertEquals("  and 22 more", told.lines().reduce((one, next) -> next).orElseThrow());
  }

  @Test
  void inAPipeWorkThatTakesLongSaysSoInPlainLines() {
    ProgressLines lines = lines(output(false, 0));
    lines.part("layer").advance("", 1, MB, Unit.BYTES);
    lines.advance("Copying app:1", 0, 10 * MB, Unit.BYTES);
    nanos += 9_000_000_000L;
    lines.advance("Copying app:1", 2 * MB, 10 * MB, Unit.BYTES);
    assertEquals("", told());
    nanos += 1_000_000_000L;
    lines.advance("Copying app:1", 4 * MB, 10 * MB, Unit.BYTES);
    lines.advance("Copying app:1", 5 * MB, 10 * MB, Unit.BYTES);
    assertEquals("Copying app:1  40%  4.0 MB of 10.0 MB  400 kB/s\n", told());
    nanos += 10_000_000_000L;
    lines.advance("Copying app:1", 10 * MB, 10 * MB, Unit.BYTES);
    assertEquals("", told(), "the result says that it is done");
  }
}
