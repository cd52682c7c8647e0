package dev.mooring.registry.tags;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TagHistoryTest {
  private static final Instant START = Instant.parse("2026-11-27T04:00:00Z");
  private static final String APP = "ana/app";

  @TempDir Path folder;
  private Instant now = START;

  private TagHistory history() {
    return history(4 << 20);
  }

  private TagHistory history(int most) {
    return new TagHistory(file(), new TagFile(file(), most), () -> now);
  }

  private Path file() {
    return folder.resolve("state/one.tags");
  }

  private static Digest digest(Object of) {
    return Digests.of(of.toString().getBytes(UTF_8));
  }

  private static Optional<Digest> some(Object of) {
    return Optional.of(digest(of));
  }

  private static String told(TagChange change) {
    return change.name()
        + " "
        + change.from().map(Digest::brief).orElse("-")
        + " "
        + change.to().map(Digest::brief).orElse("-")
        + (change.byMooring() ? " did" : " saw");
  }

  private static String change(String tag, Object from, Object to, String how) {
    return APP + ":" + tag + " " + brief(from) + " " + brief(to) + " " + how;
  }

  private static String brief(Object of) {
    return of.equals("-") ? "-" : digest(of).brief();
  }

  private List<String> changes(TagLog of) throws InterruptedException {
    return of.changes(APP).stream().map(TagHistoryTest::told).toList();
  }

  @Test
  void whatIsSeenAndDoneIsKeptOnceAndReadByAnotherMooring() throws Exception {
    TagHistory history = history();
    history.saw(APP, "1", some("a"), now);
    history.saw(APP, "1", some("a"), now.plusSeconds(1));
    now = START.plusSeconds(10);
    history.wrote(APP, "1", digest("b"));
    history.wrote("other", "1", digest("b"));
    now = START.plusSeconds(20);
    history.deleted(APP, "1");
    assertEquals(
        List.of(
            change("1", "b", "-", "did"),
            change("1", "a", "b", "did"),
            change("1", "-", "a", "saw")),
        changes(history()));
    assertEquals(4, history().changes("").size());
    assertEquals(START.plusSeconds(20), history().changes(APP).getFirst().at());
  }

  @Test
  void aDigestTakesAllItsTagsAlong() throws Exception {
    TagHistory history = history();
    history.saw(APP, "1", some("a"), now);
    history.saw(APP, "2", some("a"), now);
    history.saw(APP, "3", some("b"), now);
    history.deleted(APP, digest("a").text());
    assertEquals(
        List.of("1", "2"),
        history.changes(APP).stream()
            .filter(each -> each.to().isEmpty())
            .map(TagChange::tag)
            .sorted()
            .toList());
  }

  @Test
  void aTagThatAListLacksIsGone() throws Exception {
    TagHistory history = history();
    history.saw(APP, "1", some("a"), now);
    history.saw(APP, "2", some("b"), now);
    history.listed(APP, List.of("2"), now.plusSeconds(5));
    history.listed("other", List.of(), now.plusSeconds(6));
    assertEquals(change("1", "a", "-", "saw"), changes(history).getFirst());
    assertEquals(3, changes(history).size());
  }

  @Test
  void aLookThatBeganBeforeAChangeDoesNotContradictIt() throws Exception {
    TagHistory history = history();
    Instant before = now;
    now = START.plusSeconds(1);
    history.wrote(APP, "1", digest("b"));
    history.saw(APP, "1", some("a"), before);
    history.listed(APP, List.of(), before);
    assertEquals(List.of(change("1", "-", "b", "did")), changes(history));
    TagHistory other = history();
    other.saw(APP, "2", some("a"), before);
    history.wrote(APP, "2", digest("b"));
    other.settle();
    assertEquals(change("2", "-", "b", "did"), changes(history()).getFirst());
  }

  @Test
  void aLineThatACrashCutOffOrThatIsNoneIsPassedOver() throws Exception {
    history().wrote(APP, "1", digest("a"));
    Files.writeString(
        file(),
        "\u001b[2J\n"
            + "1\tdid\tana/app\t1\tsha256:zz\n"
            + "1\tdid\tana/../app\t1\t-\n"
            + "1\tdid\tana/app\t\u001b]0;x\u0007\t-\n"
            + "99999999999999999999\tdid\tana/app\t1\t-\n"
            + "x".repeat(100_000)
            + "\n"
            + "1\tdid\tana/app\t1",
        StandardOpenOption.APPEND);
    TagHistory history = history();
    history.wrote(APP, "1", digest("b"));
    assertEquals(
        List.of(change("1", "a", "b", "did"), change("1", "-", "a", "did")), changes(history()));
  }

  @Test
  void aTimeThatIsYetToComeHidesNothing() throws Exception {
    history().wrote(APP, "1", digest("a"));
    Files.writeString(
        file(),
        "999999999999999\tdid\tana/app\t1\t" + digest("far").text() + "\n",
        StandardOpenOption.APPEND);
    TagHistory history = history();
    history.saw(APP, "1", some("b"), now.plusSeconds(1));
    assertEquals(change("1", "far", "b", "saw"), changes(history).getFirst());
  }

  @Test
  void itIsThisUsersOwnAndFollowsNoLink() throws Exception {
    history().wrote(APP, "1", digest("a"));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())));
    Path victim = Files.writeString(folder.resolve("victim"), "mine");
    Files.delete(file());
    Files.createSymbolicLink(file(), victim);
    TagHistory history = history();
    history.wrote(APP, "1", digest("b"));
    assertEquals("mine", Files.readString(victim));
    assertThrows(MooringException.class, () -> history.changes(APP));
  }

  @Test
  void itsSizeHasABoundAndTheNewestStay() throws Exception {
    int most = 64 << 10;
    TagHistory history = history(most);
    history.wrote(APP, "kept", digest("kept"));
    for (int i = 0; i < 3_000; i++) {
      now = START.plusSeconds(i);
      history.saw(APP, "busy", some(i), now);
      history.saw("flood/r" + i, "1", some(i), now);
    }
    history.wrote(APP, "last", digest("last"));
    assertTrue(Files.size(file()) <= most, () -> file().toFile().length() + " bytes");
    List<String> changes = changes(history(most));
    assertEquals(change("last", "-", "last", "did"), changes.getFirst());
    assertEquals(change("busy", 2_998, 2_999, "saw"), changes.get(1));
    assertTrue(changes.size() < 150, () -> changes.size() + " changes");
    try (var files = Files.list(file().getParent())) {
      assertEquals(2, files.count(), "the file and its lock");
    }
  }

  @Test
  void severalMooringsAtOnceLoseNothing() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      String tag = "w" + writer;
      writers.add(
          () -> {
            TagHistory own =
                new TagHistory(file(), new TagFile(file(), 4 << 20), InstantSource.system());
            for (int i = 0; i < 25; i++) {
              own.wrote(APP, tag, digest(tag + i));
            }
            own.settle();
            return null;
          });
    }
    dev.mooring.job.Concurrently.run(4, writers);
    assertEquals(100, history().changes(APP).size());
  }

  @Test
  void whereNothingCanBeWrittenWorkGoesOn() throws Exception {
    Files.writeString(folder.resolve("state"), "a file where the folder would be");
    TagHistory history = history();
    history.wrote(APP, "1", digest("a"));
    history.settle();
    assertFalse(Files.isDirectory(folder.resolve("state")));
    assertEquals(List.of(), history.changes(APP));
  }

  @Test
  void theHistoriesOfAHundredRegistriesAreKept() throws Exception {
    TagHistories histories = new TagHistories(folder);
    for (int i = 0; i < 103; i++) {
      histories.of("host/" + i).wrote(APP, "1", digest(i));
    }
    try (var files = Files.list(folder.resolve("tags"))) {
      assertEquals(100, files.filter(each -> each.toString().endsWith(".tags")).count());
    }
    assertEquals(1, histories.of("host/102").changes(APP).size());
    assertEquals(0, histories.of("host/other").changes(APP).size());
  }
}
