package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFileTest {
  private static final KnownManifests.Seen SEEN = seen("one");

  @TempDir Path cache;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");

  private KnownFile process(String registry) {
    return new KnownFile(cache, registry, () -> now);
  }

  private static KnownManifests.Seen seen(String content) {
    return new KnownManifests.Seen(
        Digests.of(content.getBytes(StandardCharsets.UTF_8)),
        "application/vnd.oci.image.index.v1+json");
  }

  private Path only() throws Exception {
    try (Stream<Path> all = Files.list(cache.resolve("known"))) {
      return all.findFirst().orElseThrow();
    }
  }

  @Test
  void theNextProcessKnowsIt() {
    process("here").put("app:1", SEEN);
    assertEquals(Optional.of(SEEN), process("here").find("app:1"));
    assertEquals(Optional.empty(), process("here").find("app:2"));
    assertEquals(Optional.empty(), process("there").find("app:1"));
  }

  @Test
  void theLastWordCounts() {
    KnownFile file = process("here");
    file.put("app:1", SEEN);
    file.put("app:1", seen("two"));
    assertEquals(Optional.of(seen("two")), process("here").find("app:1"));
    file.forget("app:1");
    assertEquals(Optional.empty(), process("here").find("app:1"));
  }

  @Test
  void nothingIsBelievedForLongerThanADayOrFromTheFuture() {
    process("here").put("app:1", SEEN);
    now = now.plus(KnownFile.LIFE).plusSeconds(1);
    assertEquals(Optional.empty(), process("here").find("app:1"));
    now = now.minus(KnownFile.LIFE.multipliedBy(2));
    assertEquals(Optional.empty(), process("here").find("app:1"));
  }

  @Test
  void whatIsAskedAgainIsKnownForALongerTimeWithoutALineEachTime() throws Exception {
    KnownFile file = process("here");
    file.put("app:1", SEEN);
    long length = Files.size(only());
    file.put("app:1", SEEN);
    assertEquals(length, Files.size(only()));
    now = now.plus(Duration.ofHours(20));
    file.put("app:1", SEEN);
    now = now.plus(Duration.ofHours(20));
    assertEquals(Optional.of(SEEN), process("here").find("app:1"));
  }

  @Test
  void damagedLinesSayNothing() throws Exception {
    process("here").put("app:1", SEEN);
    Files.writeString(
        only(),
        "9 app:2 sha256:12 x\n"
            + now.getEpochSecond()
            + " app:3 "
            + SEEN.digest()
            + " \u001b[2J\nx",
        StandardOpenOption.APPEND);
    KnownFile file = process("here");
    assertEquals(Optional.of(SEEN), file.find("app:1"));
    assertTrue(file.find("app:2").isEmpty() && file.find("app:3").isEmpty());
  }

  @Test
  void aFileThatIsTooLongBeginsAnewAndOthersThatAreOldGo() throws Exception {
    process("old").put("app:1", SEEN);
    Path old = only();
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(2))));
    process("here").put("app:1", SEEN);
    assertFalse(Files.exists(old));
    Files.write(only(), new byte[(4 << 20) + 1]);
    KnownFile file = process("here");
    assertTrue(file.find("app:1").isEmpty());
    file.put("app:1", SEEN);
    assertTrue(Files.size(only()) < 300);
  }

  @Test
  void nothingIsKeptOfARegistryThatNobodyCanTellFromOthers() {
    process("").put("app:1", SEEN);
    assertEquals(Optional.empty(), process("").find("app:2"));
    assertFalse(Files.exists(cache.resolve("known")));
  }
}
