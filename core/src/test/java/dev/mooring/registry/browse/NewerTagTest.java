package dev.mooring.registry.browse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NewerTagTest {
  @Test
  void whatWasBuiltLaterIsNewer() {
    List<ImageRow> rows =
        List.of(
            row("main", 1, "2026-03-01T00:00:00Z"),
            row("3", 2, "2026-01-01T00:00:00Z"),
            row("4", 3, "2026-02-01T00:00:00Z"),
            row("2", 4, null));
    assertEquals(Optional.of("main"), NewerTag.of(rows, "3"));
    assertEquals(Optional.empty(), NewerTag.of(rows, "main"));
    assertEquals(Optional.empty(), NewerTag.of(rows, "nowhere"));
  }

  @Test
  void anotherNameOfTheSameImageIsNotNewer() {
    assertEquals(
        Optional.empty(),
        NewerTag.of(
            List.of(row("3", 1, "2026-01-01T00:00:00Z"), row("latest", 1, "2026-01-01T00:00:00Z")),
            "3"));
  }

  @Test
  void withoutTimesATagThatCountsOnIsNewer() {
    List<ImageRow> rows =
        List.of(
            row("v1.9", 1, "1970-01-01T00:00:00Z"), row("v1.10", 2, null), row("w2.0", 3, null));
    assertEquals(Optional.of("v1.10"), NewerTag.of(rows, "v1.9"));
    assertEquals(Optional.empty(), NewerTag.of(rows, "v1.10"));
  }

  private static ImageRow row(String tag, int content, @Nullable String created) {
    return new ImageRow.Complete(
        new ImageSummary(
            "ana/app",
            tag,
            new Digest("sha256:" + String.valueOf(content).repeat(64)),
            1,
            List.of(),
            created == null ? null : Instant.parse(created),
            List.of(),
            List.of()));
  }
}
