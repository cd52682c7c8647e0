package dev.mooring.debug.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.platform.AnotherUser;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  @TempDir Path home;

  @Test
  void keepsWhatIsCompleteListsItWithItsSizeAndDeletesIt() throws Exception {
    SnapshotStore store = store();
    Snapshot kept = keep(store, "Hello World", NOON);
    Snapshot later = keep(store, "hello", NOON.plusSeconds(1));
    assertEquals("helloworld-20261126-120000", kept.name());
    assertEquals(List.of(later, kept), store.all());
    assertEquals(kept, store.find(kept.name()));
    store.delete(kept.name());
    assertEquals(List.of(later), store.all());
    assertFalse(Files.exists(store.core(later.name()).resolveSibling(kept.name())));
  }

  @Test
  void twoOfOneSecondHaveNamesOfTheirOwn() throws Exception {
    SnapshotStore store = store();
    assertEquals("hello-20261126-120000", keep(store, "hello", NOON).name());
    assertEquals("hello-20261126-120000-2", keep(store, "hello", NOON).name());
  }

  @Test
  void leavesNothingOfASnapshotThatWasNotFinished() throws Exception {
    SnapshotStore store = store();
    try (Draft draft = store.begin("hello", NOON);
        FileChannel core = draft.create(Layout.CORE)) {
      core.write(java.nio.ByteBuffer.wrap(new byte[10]));
      assertEquals(List.of(), store.all(), "a half one is none");
    }
    assertEquals(List.of(), entries());
  }

  @Test
  void whatAKilledMooringLeftGoesWithTheNextSnapshot() throws Exception {
    Draft left = store().begin("hello", NOON);
    Path draft = entries().getFirst();
    Files.setLastModifiedTime(draft, FileTime.from(NOON.minus(Duration.ofHours(2))));
    keep(store(), "hello", NOON);
    assertFalse(Files.exists(draft));
    left.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "..", "../hello", "a/b", "a..b", ".draft-1", "A", "a\u001bb", "/etc", "a\\b"})
  void namesThatLeadElsewhereAreUnknown(String name) throws Exception {
    SnapshotStore store = store();
    keep(store, "hello", NOON);
    MooringException refused = assertThrows(MooringException.class, () -> store.delete(name));
    assertEquals(Code.SNAPSHOT_MISSING, refused.problem().code());
    assertThrows(MooringException.class, () -> store.open(name));
    assertEquals(1, store.all().size());
  }

  @Test
  void aWorkloadsNameCannotLeadElsewhere() throws Exception {
    Snapshot kept = keep(store(), "../../etc/pass\u001b[31mwd", NOON);
    assertEquals("etcpass31mwd-20261126-120000", kept.name());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void nobodyElseCanReadASnapshot() throws Exception {
    Path open = Files.createDirectory(home.resolve("snapshots"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    keep(store(), "hello", NOON);
    try (Stream<Path> all = Files.walk(home.resolve("snapshots"))) {
      for (Path each : all.toList()) {
        assertEquals(
            Files.isDirectory(each) ? "rwx------" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
            each.toString());
      }
    }
  }

  @Test
  void anotherUserOfThisMachineCannotReadTheCore() throws Exception {
    AnotherUser.isNeeded();
    SnapshotStore store = store();
    Path core = store.core(keep(store, "hello", NOON).name());
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    String said = AnotherUser.output("cat '" + core + "'; ls '" + core.getParent() + "'");
    assertTrue(said.contains("Permission denied"), said);
    assertFalse(said.contains("memory"), said);
  }

  private SnapshotStore store() {
    return new SnapshotStore(home.resolve("snapshots"));
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve("snapshots"))) {
      return all.toList();
    }
  }

  private static Snapshot keep(SnapshotStore store, String workload, Instant taken)
      throws IOException {
    try (Draft draft = store.begin(workload, taken)) {
      try (FileChannel core = draft.create(Layout.CORE)) {
        core.write(
            java.nio.ByteBuffer.wrap("memory".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      }
      draft.write(Layout.GOROUTINES, Document.of(Map.of("total", 1)));
      draft.write(1, new byte[] {'{', '}'});
      Snapshot about =
          new Snapshot(
              draft.name(),
              "lab",
              "shop",
              "hello-1",
              "hello",
              taken,
              1 << 20,
              Duration.ofMillis(1505),
              Duration.ofMillis(200),
              draft.size(),
              1,
              1);
      draft.keep(about);
      return about;
    }
  }
}
