package dev.mooring.stack.archives;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.archive.RemoteFolder.Entry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The script that runs in the pod, by the shells that images have.
@Timeout(60)
final class VolumeFolderTest {
  @TempDir private Path root;
  @TempDir private Path outside;
  private ShellVolume volume;
  private VolumeFolder folder;

  @BeforeEach
  void start() {
    volume = new ShellVolume(root);
    folder = volume.folder();
  }

  @AfterEach
  void stop() {
    folder.close();
    volume.close();
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void store(VolumeFolder folder, String path, byte[] bytes) throws Exception {
    store(folder, path, bytes, Digests.of(bytes));
  }

  private static void store(VolumeFolder folder, String path, byte[] bytes, Digest digest)
      throws Exception {
    folder.store(path, bytes.length, digest, new ByteArrayInputStream(bytes), moved -> {});
  }

  private List<Path> left() throws IOException {
    try (var tree = Files.walk(root)) {
      return tree.filter(each -> each.getFileName().toString().startsWith(".mooring")).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bin/sh", "busybox sh"})
  void contentComesBackAsItWasStored(String shell) throws Exception {
    assumeTrue(!shell.startsWith("busybox") || LocalRegistry.isOnPath("busybox"));
    try (ShellVolume one = new ShellVolume(root, List.of(shell.split(" ")), "");
        VolumeFolder at = one.folder()) {
      for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 1_000_003}) {
        byte[] bytes = noise(size);
        String path = "a/b/file-" + size;
        store(at, path, bytes);
        assertEquals(OptionalLong.of(size), at.size(path));
        assertEquals(Digests.of(bytes), at.digest(path).orElseThrow());
        assertArrayEquals(bytes, Files.readAllBytes(root.resolve(path)));
        try (InputStream in = at.open(path, 0)) {
          assertArrayEquals(bytes, in.readAllBytes());
        }
        int offset = size / 3;
        try (InputStream in = at.open(path, offset)) {
          assertEquals(size - offset, in.readAllBytes().length);
        }
      }
      assertEquals(OptionalLong.empty(), at.size("a/none"));
      assertTrue(at.digest("none/at/all").isEmpty());
      assertThrows(NoSuchFileException.class, () -> at.open("none", 0));
      at.sync();
      assertEquals(1, one.processes().size());
    }
  }

  @Test
  void foldersAreListedAndOddThingsSaidToBe() throws Exception {
    Files.createDirectories(root.resolve("set/inner"));
    Files.writeString(root.resolve("set/app.tar"), "content");
    Files.writeString(root.resolve("set/two words"), "");
    Files.writeString(root.resolve("set/line\nend\nok"), "");
    Files.writeString(root.resolve("set/-rf"), "");
    Files.createSymbolicLink(root.resolve("set/link.tar"), outside);
    assertEquals(
        List.of(
            new Entry("?", Entry.Kind.ODD, 0),
            new Entry("?", Entry.Kind.ODD, 0),
            new Entry("?", Entry.Kind.ODD, 0),
            new Entry("app.tar", Entry.Kind.FILE, 7),
            new Entry("inner", Entry.Kind.FOLDER, 0),
            new Entry("link.tar", Entry.Kind.ODD, 0)),
        folder.list("set"));
    assertEquals(List.of(new Entry("set", Entry.Kind.FOLDER, 0)), folder.list(""));
    assertEquals(List.of(), folder.list("none"));
  }

  @Test
  void noLinkIsFollowedWhereverItIs() throws Exception {
    Files.writeString(outside.resolve("secret"), "secret");
    Files.createDirectories(root.resolve("real"));
    Files.createSymbolicLink(root.resolve("folder"), outside);
    Files.createSymbolicLink(root.resolve("real/file"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new"));
    for (String path : List.of("folder/secret", "real/file", "folder/new", "dangling")) {
      for (Use use :
          List.<Use>of(
              () -> folder.size(path),
              () -> folder.digest(path),
              () -> folder.open(path, 0),
              () -> store(folder, path, noise(10)))) {
        MooringException refused = assertThrows(MooringException.class, use::run, path);
        assertEquals(Code.ARCHIVE_INVALID, refused.problem().code());
        assertTrue(refused.problem().why().contains("symbolic link"), refused.problem().why());
      }
    }
    assertThrows(MooringException.class, () -> folder.list("folder"));
    assertThrows(MooringException.class, () -> folder.clean("folder"));
    assertEquals("secret", Files.readString(outside.resolve("secret")));
    assertFalse(Files.exists(outside.resolve("new")));
    assertEquals(1, volume.processes().size());
  }

  private interface Use {
    void run() throws Exception;
  }

  @Test
  void partsAreReplacedAndNeverWrittenThrough() throws Exception {
    Path precious = Files.writeString(outside.resolve("precious"), "precious");
    Files.createSymbolicLink(root.resolve(".mooring-file.part"), precious);
    store(folder, "file", noise(100));
    assertEquals("precious", Files.readString(precious));
    assertFalse(Files.isSymbolicLink(root.resolve("file")));
    assertEquals(List.of(), left());
  }

  @Test
  void aDevicePretendingToBeAFileIsNone() throws Exception {
    Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
    assumeTrue(made.waitFor() == 0);
    assertEquals(OptionalLong.empty(), folder.size("pipe"));
    assertThrows(NoSuchFileException.class, () -> folder.open("pipe", 0));
  }

  @Test
  void contentOfAnotherDigestIsNotKept() throws Exception {
    byte[] bytes = noise(70_000);
    MooringException refused =
        assertThrows(
            MooringException.class, () -> store(folder, "blob", bytes, Digests.of(noise(1))));
    assertEquals(Code.DIGEST_MISMATCH, refused.problem().code());
    assertFalse(Files.exists(root.resolve("blob")));
    assertEquals(List.of(), left());
    store(folder, "blob", bytes);
    assertEquals(1, volume.processes().size());
  }

  @Test
  void aFullVolumeSaysSoAndKeepsWhatWasThere() throws Exception {
    try (ShellVolume small =
            new ShellVolume(root, List.of("/bin/sh"), "trap '' XFSZ\nulimit -f 200\n");
        VolumeFolder at = small.folder()) {
      store(at, "small", noise(1000));
      IOException full = assertThrows(IOException.class, () -> store(at, "large", noise(8 << 20)));
      assertTrue(full.getMessage().contains("File too large"), full.getMessage());
      assertFalse(Files.exists(root.resolve("large")));
      assertEquals(OptionalLong.of(1000), at.size("small"));
    }
  }

  @Test
  void aSessionThatIsKilledInATransferIsReplacedAndLeavesNoFile() throws Exception {
    byte[] bytes = noise(5 << 20);
    AtomicLong sent = new AtomicLong();
    assertThrows(
        IOException.class,
        () ->
            folder.store(
                "blob",
                bytes.length,
                Digests.of(bytes),
                new ByteArrayInputStream(bytes),
                moved -> {
                  if (sent.addAndGet(moved) > 2 << 20) {
                    volume.processes().getFirst().destroyForcibly();
                  }
                }));
    assertFalse(Files.exists(root.resolve("blob")));
    folder.clean("");
    assertEquals(List.of(), left());
    store(folder, "blob", bytes);
    assertEquals(2, volume.processes().size());
  }

  @Test
  void aSourceThatFailsInATransferDoesNotConfuseTheNextOne() throws Exception {
    byte[] bytes = noise(300_000);
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes, 0, 100_000),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the registry went away");
              }

              @Override
              public int read(byte[] into, int from, int length) throws IOException {
                return read();
              }
            });
    IOException failed =
        assertThrows(
            IOException.class,
            () -> folder.store("one", bytes.length, Digests.of(bytes), failing, moved -> {}));
    assertEquals("the registry went away", failed.getMessage());
    store(folder, "two", bytes);
    assertArrayEquals(bytes, Files.readAllBytes(root.resolve("two")));
    assertFalse(Files.exists(root.resolve("one")));
  }

  @Test
  void aReaderThatLeavesEarlyTakesNothingFromTheNextOne() throws Exception {
    byte[] bytes = noise(3 << 20);
    store(folder, "blob", bytes);
    try (InputStream in = folder.open("blob", 0)) {
      assertEquals(10, in.readNBytes(10).length);
    }
    try (InputStream in = folder.open("blob", 0)) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
  }

  @Test
  void whatAPodAnswersIsNotBelieved() {
    for (String answer : List.of("ok 12x", "ok -1", "what", "ok " + "9".repeat(40), "x\ny\n")) {
      try (VolumeFolder lying =
          new VolumeFolder("shop/lies", () -> new CannedStream(answer + "\n"))) {
        assertThrows(IOException.class, () -> lying.size("file"), answer);
        assertThrows(IOException.class, () -> lying.digest("file"), answer);
        assertThrows(IOException.class, () -> lying.list("file"), answer);
      }
    }
    try (VolumeFolder endless =
        new VolumeFolder("shop/lies", () -> new CannedStream("z".repeat(100_000)))) {
      assertThrows(IOException.class, () -> endless.size("file"));
    }
  }

  @Test
  void aFileThatIsNoTextIsReadAsItIs() throws Exception {
    Files.write(root.resolve("text"), "ok 5\nlink x\nfailed\n".getBytes(UTF_8));
    try (InputStream in = folder.open("text", 0)) {
      assertEquals("ok 5\nlink x\nfailed\n", new String(in.readAllBytes(), UTF_8));
    }
    assertEquals(OptionalLong.of(19), folder.size("text"));
  }
}
