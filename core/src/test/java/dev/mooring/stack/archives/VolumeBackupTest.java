package dev.mooring.stack.archives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.backup.Backup;
import dev.mooring.registry.backup.Seeding;
import dev.mooring.registry.client.HttpRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// From one registry over a volume into another.
@Timeout(60)
final class VolumeBackupTest {
  @TempDir private Path root;
  @TempDir private Path archives;
  private TinyRegistry there;
  private TinyRegistry here;
  private HttpRegistry from;
  private HttpRegistry to;
  private ShellVolume volume;
  private VolumeFolder folder;

  @BeforeEach
  void start() throws Exception {
    there = new TinyRegistry();
    here = new TinyRegistry();
    from = new HttpRegistry(there.uri(), null);
    to = new HttpRegistry(here.uri(), null);
    volume = new ShellVolume(root);
    folder = volume.folder();
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(1, 300_000)));
    Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(2, 70_000)));
    Map<String, Object> both = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
    from.push(
        layout.write(archives.resolve("both.tar"), List.of(both)),
        ImageReference.parse("ana/app:1"),
        Progress.none());
    from.push(
        layout.write(archives.resolve("one.tar"), List.of(arm)),
        ImageReference.parse("bob/web:latest"),
        Progress.none());
  }

  @AfterEach
  void stop() {
    folder.close();
    volume.close();
    from.close();
    to.close();
    there.close();
    here.close();
  }

  private static Map<String, String> digests(HttpRegistry registry) throws InterruptedException {
    Map<String, String> digests = new TreeMap<>();
    for (String repository : registry.repositories()) {
      for (String tag : registry.allTags(repository)) {
        registry
            .digest(repository, tag)
            .ifPresent(each -> digests.put(repository + ":" + tag, each.text()));
      }
    }
    return digests;
  }

  private Backup.Saved save(String path) throws InterruptedException {
    return new Backup(from, "localhost:5000").save(folder, path, each -> true, Progress.none());
  }

  private Seeding.Seeded seed(String path) throws InterruptedException {
    return new Seeding(to).seed(folder, path, Progress.none());
  }

  private Path largest() throws IOException {
    try (var blobs = Files.list(root.resolve("nightly/blobs/sha256"))) {
      return blobs.max(Comparator.comparingLong(each -> each.toFile().length())).orElseThrow();
    }
  }

  @Test
  void everyDigestComesBack() throws Exception {
    assertEquals(2, save("nightly").images());
    assertEquals(List.of(), seed("nightly").skipped());
    assertEquals(digests(from), digests(to));
    for (String repository : to.repositories()) {
      assertEquals(List.of(), to.incomplete(repository));
    }
  }

  @Test
  void aFolderOfTheVolumeIsTheSameLayoutAsOneOfThisMachine() throws Exception {
    save("nightly");
    assertEquals(
        List.of(), new Seeding(to).seed(root.resolve("nightly"), Progress.none()).skipped());
    assertEquals(digests(from), digests(to));
  }

  @Test
  void theWholeVolumeCanBeTheLayout() throws Exception {
    save("");
    assertTrue(Files.exists(root.resolve("index.json")));
    assertEquals(List.of(), seed("").skipped());
    assertEquals(digests(from), digests(to));
  }

  @Test
  void whatIsThereAlreadyIsNotMovedAgainAndWhatIsDamagedIs() throws Exception {
    save("nightly");
    assertEquals(0, save("nightly").sent());
    Path damaged = largest();
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    assertEquals(1, save("nightly").sent());
    assertEquals(List.of(), seed("nightly").skipped());
    assertEquals(digests(from), digests(to));
  }

  @Test
  void aDamagedLayerReachesNoRegistry() throws Exception {
    save("nightly");
    Path damaged = largest();
    byte[] bytes = Files.readAllBytes(damaged);
    bytes[bytes.length / 2] ^= 1;
    Files.write(damaged, bytes);
    Seeding.Seeded seeded = seed("nightly");
    assertEquals(1, seeded.skipped().size(), seeded.skipped()::toString);
    assertTrue(seeded.skipped().getFirst().startsWith("ana/app:1"), seeded.skipped()::toString);
    assertFalse(digests(to).containsKey("ana/app:1"));
  }

  @Test
  void archivesOnAVolumeAreSeededAsThoseOfAFolder() throws Exception {
    save("set/layout");
    Files.copy(root.resolve("set/layout/index.json"), root.resolve("set/note.txt"));
    Archives.docker(
        root.resolve("set/docker.tar"),
        "carol/tool:2",
        Archives.config("amd64", List.of(Archives.layer(5, 9_000))),
        List.of(Archives.layer(5, 9_000)));
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(root.resolve("set/packed.tar.gz")))) {
      Files.copy(root.resolve("set/docker.tar"), out);
    }
    Files.createSymbolicLink(root.resolve("set/link.tar"), root.resolve("set/docker.tar"));
    Seeding.Seeded seeded = seed("set");
    assertEquals(
        List.of("link.tar: not an image archive", "note.txt: not an image archive"),
        seeded.skipped());
    Map<String, String> all = digests(to);
    assertEquals(3, all.size(), all::toString);
    digests(from).forEach((name, digest) -> assertEquals(digest, all.get(name)));
    assertEquals(
        List.of("carol/tool:2"),
        seed("set/packed.tar.gz").pushed().stream().map(Seeding.Pushed::name).toList());
  }

  @Test
  void whatIsNotThereIsTold() {
    MooringException none = assertThrows(MooringException.class, () -> seed("nowhere"));
    assertEquals(Code.FILE_NOT_READABLE, none.problem().code());
    assertTrue(none.problem().what().contains("shop/backups/nowhere"), none.problem().what());
  }

  @Test
  void aHostileLayoutLeadsNowhere() throws Exception {
    save("nightly");
    Path blobs = root.resolve("nightly/blobs");
    Files.move(blobs, archives.resolve("blobs"));
    Files.createSymbolicLink(blobs, archives.resolve("blobs"));
    MooringException refused = assertThrows(MooringException.class, () -> seed("nightly"));
    assertEquals(Code.ARCHIVE_INVALID, refused.problem().code());
    MooringException also = assertThrows(MooringException.class, () -> save("nightly"));
    assertEquals(Code.ARCHIVE_INVALID, also.problem().code());
    assertEquals(Map.of(), digests(to));
  }

  @Test
  void aFullVolumeIsCalledFull() throws Exception {
    try (ShellVolume small =
            new ShellVolume(root, List.of("/bin/sh"), "trap '' XFSZ\nulimit -f 200\n");
        VolumeFolder at = small.folder()) {
      MooringException full =
          assertThrows(
              MooringException.class,
              () ->
                  new Backup(from, "localhost:5000")
                      .save(at, "nightly", each -> true, Progress.none()));
      assertEquals(Code.DISK_FULL, full.problem().code());
    }
    assertFalse(Files.exists(root.resolve("nightly/index.json")));
    save("nightly");
    assertEquals(List.of(), seed("nightly").skipped());
    assertEquals(digests(from), digests(to));
  }

  @Test
  void aCancelEndsItAndTheNextRunGoesOn() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> save("nightly"));
    assertFalse(Thread.interrupted());
    save("nightly");
    assertEquals(List.of(), seed("nightly").skipped());
  }
}
