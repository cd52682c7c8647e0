package dev.mooring.registry.tags;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagWrite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the registry's proxy noted, among what Mooring did and saw.
final class TagNotesTest {
  private static final Instant START = Instant.parse("2026-11-26T05:00:00Z");
  private static final Digest ONE = Digests.of("one".getBytes(StandardCharsets.UTF_8));
  private static final Digest TWO = Digests.of("two".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;
  private Instant now = START.plusSeconds(3600);

  private TagHistory history() {
    Path file = folder.resolve("not-there-yet").resolve("a.tags");
    return new TagHistory(file, new TagFile(file), () -> now);
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static TagWrite push(long seconds, String who, Digest digest) {
    return new TagWrite(at(seconds), who, "a", "1", Optional.of(digest));
  }

  private static List<String> told(TagHistory history) throws InterruptedException {
    return history.changes("a").reversed().stream().map(TagNotesTest::told).toList();
  }

  private static String told(TagChange each) {
    return START.until(each.at()).toSeconds()
        + " "
        + each.to().map(to -> to.equals(ONE) ? "one" : "two").orElse("gone")
        + " "
        + each.principal().orElse("?")
        + (each.byMooring() ? " mooring" : "");
  }

  @Test
  void aPushIsToldOnceWithItsTimeAndWhoDidItHoweverOftenTheLogIsRead() throws Exception {
    TagHistory history = history();
    history.saw("a", "1", Optional.of(ONE), at(600));
    List<TagWrite> log = List.of(push(10, "dev/ana", ONE), push(700, "dev/bob", TWO));
    history.noted(log);
    history.noted(log);
    assertEquals(List.of("10 one dev/ana", "700 two dev/bob"), told(history));
    history.saw("a", "1", Optional.of(TWO), at(800));
    assertEquals(List.of("10 one dev/ana", "700 two dev/bob"), told(history()));
  }

  @Test
  void whatALogNoLongerSaysIsStillKnown() throws Exception {
    history().noted(List.of(push(10, "dev/ana", ONE)));
    history().noted(List.of());
    assertEquals(List.of("10 one dev/ana"), told(history()));
  }

  @Test
  void whatMooringDidGetsItsAccountThoughTheClocksDiffer() throws Exception {
    TagHistory history = history();
    now = at(100);
    history.wrote("a", "1", ONE);
    now = at(101);
    history.wrote("a", "1", TWO);
    now = at(102);
    history.wrote("a", "1", ONE);
    history.noted(
        List.of(push(90, "dev/ana", ONE), push(91, "dev/ana", TWO), push(92, "dev/ana", ONE)));
    assertEquals(
        List.of("100 one dev/ana mooring", "101 two dev/ana mooring", "102 one dev/ana mooring"),
        told(history));
  }

  @Test
  void threePushesAndADeletionAreFourRowsWithTheirAccounts() throws Exception {
    TagHistory history = history();
    history.noted(
        List.of(
            push(1, "dev/ana", ONE),
            push(2, "dev/bob", TWO),
            push(3, "shop/ci", ONE),
            new TagWrite(at(4), "dev/bob", "a", ONE.text(), Optional.empty())));
    assertEquals(
        List.of("1 one dev/ana", "2 two dev/bob", "3 one shop/ci", "4 gone dev/bob"),
        told(history));
  }

  @Test
  void aNameThatIsNoAccountIsNotKept() throws Exception {
    TagHistory history = history();
    history.noted(List.of(push(1, "dev/ana\tx", ONE), push(2, "../x\n/y", TWO)));
    assertEquals(List.of(), told(history));
  }
}
