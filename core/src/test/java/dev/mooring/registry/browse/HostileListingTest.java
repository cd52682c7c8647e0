package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a registry holds does not decide how much memory its list takes.
final class HostileListingTest {
  /// Their number makes no difference to the memory but for the rows, which have a budget; 2,000
  /// take ten seconds.
  private static final int REPOSITORIES = Integer.getInteger("hostile.repositories", 100);

  private static final int LARGE = Integer.getInteger("hostile.large", 16);

  @Test
  void aWindowOf256MebibytesListsImagesAsLargeAsTheBoundsAllow() throws Exception {
    try (HostileRegistry registry = new HostileRegistry(REPOSITORIES, LARGE)) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:+UseCompactObjectHeaders",
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  ListingProcess.class.getName(),
                  registry.uri().toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int rows = REPOSITORIES - 1 + LARGE;
      assertTrue(said.contains("ROWS " + rows + " COMPLETE " + rows + " "), said);
    }
  }

  @Test
  void rowsBeyondTheBudgetSaySo() {
    RowBudget budget = new RowBudget(100_000);
    List<ImageRow> rows =
        IntStream.range(0, 10).mapToObj(each -> budget.fitted(row("t" + each))).toList();
    assertEquals(
        List.of(true, true, false),
        List.of(
            rows.get(0) instanceof ImageRow.Complete,
            rows.get(1) instanceof ImageRow.Complete,
            rows.get(9) instanceof ImageRow.Complete));
    assertEquals("t9", rows.get(9).tag());
    assertEquals(Code.IMAGE_UNREADABLE, rows.get(9).problem().orElseThrow().code());
  }

  private static ImageRow row(String tag) {
    List<Digest> digests =
        IntStream.range(0, 100)
            .mapToObj(each -> new Digest("sha256:" + "0".repeat(60) + (1000 + each)))
            .toList();
    return new ImageRow.Complete(
        new ImageSummary(
            "app",
            tag,
            digests.getFirst(),
            1,
            List.of(new Platform("linux", "amd64", "")),
            null,
            digests,
            digests));
  }
}
