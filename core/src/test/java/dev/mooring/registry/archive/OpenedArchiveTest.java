package dev.mooring.registry.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Programs;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file or folder with an image is, it is pushed; what is none is told as what it is.
class OpenedArchiveTest {
  @TempDir Path folder;
  private final Archives.Layout layout = new Archives.Layout();
  private TinyRegistry server;
  private HttpRegistry registry;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    registry = new HttpRegistry(server.uri(), folder.resolve("cache"));
  }

  @AfterEach
  void stop() {
    registry.close();
    server.close();
  }

  private Digest push(Path archive) throws Exception {
    return registry.push(archive, server.name("app:1"), Progress.none());
  }

  private Problem refused(Path archive) {
    return assertThrows(MooringException.class, () -> push(archive)).problem();
  }

  private Map<String, Object> image() {
    return layout.image("amd64", List.of(Archives.layer(1, 300_000), Archives.layer(2, 1000)));
  }

  /// Blocks that are stored as they are.
  private static byte[] zstd(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x58});
    int most = 100_000;
    for (int at = 0; at < content.length; at += most) {
      int length = Math.min(most, content.length - at);
      int header = (length << 3) | (at + length == content.length ? 1 : 0);
      out.writeBytes(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)});
      out.write(content, at, length);
    }
    return out.toByteArray();
  }

  private static void unpack(Path tar, Path into) throws Exception {
    Programs.run("tar", "-xf", tar.toString(), "-C", Files.createDirectory(into).toString());
  }

  @Test
  void compressedArchivesArePushedUnderTheSameDigest() throws Exception {
    Map<String, Object> image = image();
    byte[] tar = Files.readAllBytes(layout.write(folder.resolve("a.tar"), List.of(image)));
    Path gzip = Files.write(folder.resolve("a.tar.gz"), Archives.gzip(tar));
    assertEquals(image.get("digest"), push(gzip).text());
    Path zstd = Files.write(folder.resolve("a.tar.zst"), zstd(tar));
    assertEquals(image.get("digest"), push(zstd).text());
  }

  @Test
  void theFolderOfALayoutIsPushed() throws Exception {
    Map<String, Object> image = image();
    unpack(layout.write(folder.resolve("a.tar"), List.of(image)), folder.resolve("layout"));
    assertEquals(image.get("digest"), push(folder.resolve("layout")).text());
  }

  @Test
  void aLayerThatAFolderLacksIsNamedBeforeAnythingIsSent() throws Exception {
    Map<String, Object> image = image();
    Path unpacked = folder.resolve("layout");
    unpack(layout.write(folder.resolve("a.tar"), List.of(image)), unpacked);
    Path layer =
        unpacked.resolve(
            OciLayout.path(
                new Digest(
                    String.valueOf(
                        Archives.descriptor("", Archives.gzip(Archives.layer(2, 1000)))
                            .get("digest")))));
    Files.delete(layer);
    Problem problem = refused(unpacked);
    assertEquals(Code.ARCHIVE_INVALID, problem.code());
    assertTrue(problem.why().contains("is missing"), problem.why());
    assertEquals(0, server.count("POST"));
  }

  @Test
  void aFolderThatIsNoLayoutIsToldSo() throws Exception {
    Problem problem = refused(Files.createDirectory(folder.resolve("empty")));
    assertEquals(Code.ARCHIVE_INVALID, problem.code());
    assertTrue(problem.why().contains("OCI image layout"), problem.why());
  }

  @Test
  void aFileThatIsNotThereIsToldSo() {
    Problem problem = refused(folder.resolve("missing.tar"));
    assertEquals(Code.FILE_NOT_READABLE, problem.code());
    assertEquals("the file doesn't exist", problem.why());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aDeviceIsNoArchive() {
    Problem problem = refused(Path.of("/dev/null"));
    assertEquals(Code.FILE_NOT_READABLE, problem.code());
    assertEquals("it isn't a regular file", problem.why());
  }

  @Test
  void anExportIsTheSameEachTimeAndReplacesWhatIsThere() throws Exception {
    push(layout.write(folder.resolve("a.tar"), List.of(image())));
    Path one = Files.writeString(folder.resolve("one.tar"), "old");
    Path two = folder.resolve("two.tar");
    registry.pull(server.name("app:1"), one, Progress.none());
    registry.pull(server.name("app:1"), two, Progress.none());
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    assertTrue(Files.size(one) > 1000);
  }

  @Test
  void anExportTakesNothingThatIsAttachedAlong() throws Exception {
    Digest digest = push(layout.write(folder.resolve("a.tar"), List.of(image())));
    Archives.Layout signed = new Archives.Layout();
    Map<String, Object> signature = signed.image("amd64", List.of(Archives.layer(9, 100)));
    registry.push(
        signed.write(folder.resolve("s.tar"), List.of(signature)),
        server.name("app:sha256-" + digest.hex() + ".sig"),
        Progress.none());
    Path exported = folder.resolve("exported.tar");
    assertEquals(digest, registry.pull(server.name("app:1"), exported, Progress.none()));
    try (var file = java.nio.channels.FileChannel.open(exported)) {
      TarIndex tar = TarIndex.read(file);
      assertFalse(
          tar.has(OciLayout.path(new Digest(String.valueOf(signature.get("digest"))))),
          "the signature");
      assertTrue(tar.has(OciLayout.path(digest)));
      assertTrue(tar.has("manifest.json"));
    }
  }
}
