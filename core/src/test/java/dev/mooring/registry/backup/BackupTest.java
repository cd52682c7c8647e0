package dev.mooring.registry.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Programs;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From one registry in memory through a layout into another.
final class BackupTest {
  private static final int LAYER = 300_000;

  @TempDir private Path folder;
  private TinyRegistry there;
  private TinyRegistry here;
  private HttpRegistry from;
  private HttpRegistry to;
  private long manifestSize;

  @BeforeEach
  void start() throws IOException {
    there = new TinyRegistry();
    here = new TinyRegistry();
    from = new HttpRegistry(there.uri(), null);
    to = new HttpRegistry(here.uri(), null);
  }

  @AfterEach
  void stop() {
    from.close();
    to.close();
    there.close();
    here.close();
  }

  private byte[] layer(int seed) {
    byte[] content = new byte[LAYER];
    new Random(seed).nextBytes(content);
    there.blob(content);
    return content;
  }

  private String image(String repository, String tag, byte[] layer) {
    byte[] config = Archives.config("amd64", List.of(layer));
    there.blob(config);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("config", Archives.descriptor("application/vnd.oci.image.config.v1+json", config));
    manifest.put("layers", List.of(Archives.descriptor(MediaTypes.OCI_LAYER_TAR, layer)));
    byte[] json = Archives.json(manifest);
    manifestSize = json.length;
    return there.manifest(repository, tag, MediaTypes.OCI_MANIFEST, json);
  }

  /// Two repositories with an index, a signature, and a layer in common.
  private void fill() {
    byte[] common = layer(1);
    String first = image("ana/app", "1", common);
    long size = manifestSize;
    image("ana/app", "2", layer(2));
    image("bob/web", "latest", common);
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", MediaTypes.OCI_INDEX);
    Map<String, Object> child = new LinkedHashMap<>();
    child.put("mediaType", MediaTypes.OCI_MANIFEST);
    child.put("digest", first);
    child.put("size", size);
    index.put("manifests", List.of(child));
    there.manifest("ana/app", "multi", MediaTypes.OCI_INDEX, Archives.json(index));
    image("ana/app", first.replace(':', '-') + ".sig", layer(3));
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

  private Backup.Saved save(Path target) throws InterruptedException {
    return new Backup(from, "localhost:5000").save(target, ignored -> true, Progress.none());
  }

  private Seeding.Seeded seed(Path source) throws InterruptedException {
    return new Seeding(to).seed(source, Progress.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", "backup.tar"})
  void everyDigestComesBack(String name) throws Exception {
    fill();
    Path target = folder.resolve(name);
    Backup.Saved saved = save(target);
    assertEquals(5, saved.images());
    assertEquals(List.of(), saved.failed());
    Seeding.Seeded seeded = seed(target);
    assertEquals(List.of(), seeded.skipped());
    assertTrue(seeded.pushed().stream().allMatch(Seeding.Pushed::kept));
    assertEquals(digests(from), digests(to));
    for (String repository : to.repositories()) {
      assertEquals(List.of(), to.incomplete(repository));
    }
  }

  @Test
  void aCompressedTarComesBack() throws Exception {
    fill();
    Path tar = folder.resolve("backup.tar");
    save(tar);
    Path packed = folder.resolve("backup.tar.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(tar, out);
    }
    seed(packed);
    assertEquals(digests(from), digests(to));
  }

  @Test
  void aFolderIsBroughtUpToDateWithoutReadingAgainWhatIsThere() throws Exception {
    fill();
    Path target = folder.resolve("backup");
    save(target);
    image("ana/app", "3", layer(4));
    there.requests.clear();
    Backup.Saved again = save(target);
    assertEquals(2, again.sent());
    assertEquals(
        2,
        there.requests.stream()
            .filter(each -> each.startsWith("GET") && each.contains("/blobs/"))
            .count());
    seed(target);
    assertEquals(digests(from), digests(to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup", "backup.tar"})
  void aSaveThatWasCutOffGoesOn(String name) throws Exception {
    fill();
    Path target = folder.resolve(name);
    there.twists.add(
        exchange -> {
          boolean layer =
              exchange.getRequestURI().getPath().endsWith(Digests.of(layerTwo()).text());
          if (layer) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
          }
          return layer;
        });
    assertThrows(MooringException.class, () -> save(target));
    there.twists.clear();
    there.requests.clear();
    Backup.Saved rest = save(target);
    assertTrue(rest.sent() < 7, rest::toString);
    seed(target);
    assertEquals(digests(from), digests(to));
  }

  private static byte[] layerTwo() {
    byte[] content = new byte[LAYER];
    new Random(2).nextBytes(content);
    return content;
  }

  @Test
  void aBlobThatWasChangedOnDiskIsReadAgain() throws Exception {
    fill();
    Path target = folder.resolve("backup");
    save(target);
    Path blob = target.resolve("blobs/sha256").resolve(Digests.of(layerTwo()).hex());
    Files.write(blob, new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
    assertEquals(1, save(target).sent());
    assertEquals(Digests.of(layerTwo()), Digests.of(Files.readAllBytes(blob)));
  }

  @Test
  void aDamagedLayoutHarmsOnlyItsOwnImage() throws Exception {
    fill();
    Path target = folder.resolve("backup");
    save(target);
    Path blob = target.resolve("blobs/sha256").resolve(Digests.of(layerTwo()).hex());
    Files.write(blob, new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
    Seeding.Seeded seeded = seed(target);
    assertEquals(1, seeded.skipped().size(), seeded::toString);
    assertTrue(seeded.skipped().getFirst().startsWith("ana/app:2"), seeded::toString);
    assertTrue(to.digest("ana/app", "1").isPresent());
    assertTrue(to.digest("ana/app", "2").isEmpty());
  }

  @Test
  void aLinkInAFolderOfSomebodyElseIsNotFollowed() throws Exception {
    fill();
    Path target = folder.resolve("backup");
    save(target);
    Path secret = folder.resolve("secret");
    Files.write(secret, layerTwo());
    Path blob = target.resolve("blobs/sha256").resolve(Digests.of(layerTwo()).hex());
    Files.delete(blob);
    Files.createSymbolicLink(blob, secret);
    assertTrue(seed(target).skipped().getFirst().startsWith("ana/app:2"));
    Files.move(target.resolve("index.json"), folder.resolve("index.json"));
    Files.createSymbolicLink(target.resolve("index.json"), folder.resolve("index.json"));
    assertEquals(List.of(), seed(target).pushed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"manifests\":[{\"digest\":\"../../etc/passwd\"}]}",
        "{\"manifests\":[{}]}",
        "[",
        "{\"manifests\":[{\"digest\":\"sha256:00\"}]}"
      })
  void aHostileListOfImagesIsRefused(String index) throws Exception {
    Path target = Files.createDirectories(folder.resolve("layout"));
    Files.createDirectories(target.resolve("blobs/sha256"));
    Files.writeString(target.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.writeString(target.resolve("index.json"), index);
    assertThrows(MooringException.class, () -> seed(target));
    assertEquals(List.of(), to.repositories());
  }

  @Test
  void namesThatAreNoneAndImagesWithoutANameAreSkippedAndNamed() throws Exception {
    Path target = Files.createDirectories(folder.resolve("layout"));
    Files.createDirectories(target.resolve("blobs/sha256"));
    Files.writeString(target.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    String digest = Digests.of("x".getBytes(UTF_8)).text();
    Files.writeString(
        target.resolve("index.json"),
        "{\"manifests\":[{\"digest\":\"%s\",\"size\":1,\"annotations\":{\"org.opencontainers.image.ref.name\":\"../../up:1\"}}]}"
            .formatted(digest));
    Seeding.Seeded seeded = seed(target);
    assertEquals(List.of(), seeded.pushed());
    assertTrue(seeded.skipped().getFirst().contains(digest), seeded::toString);
  }

  @Test
  void dockerArchivesGetTheirNamesAndSayThatTheirDigestsAreNew() throws Exception {
    byte[] layer = Archives.layer(7, 1000);
    Path archives = Files.createDirectories(folder.resolve("volume"));
    Archives.docker(
        archives.resolve("app.tar"),
        "docker.io/ana/app:7",
        Archives.config("amd64", List.of(layer)),
        List.of(layer));
    Files.writeString(archives.resolve("notes.txt"), "not an archive");
    Seeding.Seeded seeded = seed(archives);
    assertEquals(1, seeded.pushed().size(), seeded::toString);
    Seeding.Pushed pushed = seeded.pushed().getFirst();
    assertEquals("ana/app:7", pushed.name());
    assertEquals(false, pushed.kept());
    assertEquals(new Digest(digests(to).get("ana/app:7")), pushed.digest());
    assertEquals(1, seeded.skipped().size());
  }

  @Test
  void aFileThatIsThereIsNotReplaced() throws Exception {
    Path target = folder.resolve("backup.tar");
    Files.writeString(target, "mine");
    MooringException refused = assertThrows(MooringException.class, () -> save(target));
    assertEquals(Code.FILE_EXISTS, refused.problem().code());
    assertEquals("mine", Files.readString(target));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void aTarOfZstdComesBack() throws Exception {
    assumeTrue(LocalRegistry.isOnPath("zstd"));
    fill();
    Path tar = folder.resolve("backup.tar");
    save(tar);
    Programs.run("zstd", "-q", "--rm", "-10", tar.toString());
    assertEquals(List.of(), seed(folder).skipped());
    assertEquals(digests(from), digests(to));
  }

  @Test
  void aZstdThatUnpacksWithoutEndIsRefused() throws Exception {
    Path bomb = folder.resolve("bomb.tar.zst");
    ByteBuffer frame = ByteBuffer.allocate(6 + 4 * 4_000).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xFD2FB528).put((byte) 0).put((byte) (7 << 3));
    // Each four bytes stand for 128 KiB of zeros.
    while (frame.hasRemaining()) {
      frame.putInt((1 << 17 << 3) | (1 << 1));
    }
    Files.write(bomb, frame.array());
    MooringException refused = assertThrows(MooringException.class, () -> seed(bomb));
    assertEquals(Code.ARCHIVE_INVALID, refused.problem().code());
    assertTrue(refused.problem().why().contains("1000 times"), refused.problem()::why);
  }

  @Test
  void aZstdThatNeedsMoreMemoryThanThereIsIsRefused() throws Exception {
    Path file = folder.resolve("a.tar.zst");
    Files.write(file, new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xff, 1, 0, 0});
    MooringException refused = assertThrows(MooringException.class, () -> seed(file));
    assertTrue(refused.problem().why().contains("zstd -d"), refused.problem()::why);
  }
}
