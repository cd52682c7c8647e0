package dev.mooring.registry.tree;

import static dev.mooring.registry.tree.Tables.file;
import static dev.mooring.registry.tree.Tables.folder;
import static dev.mooring.registry.tree.Tables.hard;
import static dev.mooring.registry.tree.Tables.link;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.LayerEntry.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of an image gets onto a disk, and what never does.
final class ExtractionTest {
  @TempDir Path home;

  private Extraction.Extracted extract(Tables tables, String path, Path to, boolean force)
      throws InterruptedException {
    ImageTree tree = tables.tree();
    TreeContent content = new TreeContent(tree, tables, tables, tables.layers());
    return new Extraction(tree, content, force).run(path, to, Progress.none());
  }

  private Code refused(Tables tables, String path, Path to) {
    return assertThrows(MooringException.class, () -> extract(tables, path, to, false))
        .problem()
        .code();
  }

  private static LayerEntry entry(String path, Kind kind, int mode) {
    return new LayerEntry(path, kind, 0, mode, 0, 0, 1_600_000_000, "", 0);
  }

  private static List<String> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(each -> folder.relativize(each).toString())
          .filter(each -> !each.isEmpty())
          .sorted()
          .toList();
    }
  }

  @Test
  void aFolderComesWithAllBelowItAndAFileByItsOwnName() throws Exception {
    Tables tables =
        new Tables()
            .layer(file("app/a", 10), folder("app/empty"), hard("app/c", "app/a"), file("other", 1))
            .layer(file("app/a", 3), link("app/l", "a"), link("start", "app/a"));
    Extraction.Extracted done = extract(tables, "/app", home, false);
    assertEquals(home.toRealPath().resolve("app"), done.at());
    assertEquals(List.of("app", "app/a", "app/c", "app/empty", "app/l"), below(home));
    assertEquals("app/a of layer 1", Files.readString(home.resolve("app/a")));
    assertEquals("app/a of layer 0", Files.readString(home.resolve("app/c")), "as it was linked");
    assertEquals("app/a of layer 1", Files.readString(home.resolve("app/l")));
    assertEquals(3, done.files());
    extract(tables, "start", home.resolve("new/folder"), false);
    assertEquals("app/a of layer 1", Files.readString(home.resolve("new/folder/start")));
    extract(tables, "/", home.resolve("all"), false);
    assertTrue(Files.exists(home.resolve("all/other")));
  }

  @Test
  void linksThatCouldLeadOutAreLeftOutAndNothingIsWrittenThroughThem() throws Exception {
    Tables tables =
        new Tables()
            .layer(
                link("d/absolute", "/etc/passwd"),
                link("d/out", "../../x"),
                link("d/sub/up", ".."),
                link("d/tricky", "sub/up/../.."),
                link("d/in", "sub/../sub"),
                link("d/sub/fine", "../sub/f"),
                link("d/empty", ""),
                file("d/sub/f", 1));
    Extraction.Extracted done = extract(tables, "d", home, false);
    assertEquals(List.of("d", "d/sub", "d/sub/f", "d/sub/fine", "d/sub/up"), below(home));
    assertEquals(List.of("d/absolute", "d/empty", "d/in", "d/out", "d/tricky"), done.leftOut());
    assertEquals(5, done.notWritten());
  }

  @Test
  void aLinkOfTheUsersOwnIsNotWrittenThrough() throws Exception {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Path to = Files.createDirectory(home.resolve("to"));
    Files.createSymbolicLink(to.resolve("d"), elsewhere);
    assertEquals(Code.FILE_EXISTS, refused(new Tables().layer(file("d/f", 1)), "d", to));
    assertEquals(List.of(), below(elsewhere));
    Files.createSymbolicLink(to.resolve("f"), elsewhere.resolve("new"));
    Tables one = new Tables().layer(file("f", 1));
    assertEquals(Code.FILE_EXISTS, refused(one, "f", to));
    extract(one, "f", to, true);
    assertEquals(List.of(), below(elsewhere));
    assertTrue(Files.isRegularFile(to.resolve("f"), LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void whatIsThereStaysUnlessItIsForcedAndNothingIsWrittenBefore() throws Exception {
    Tables tables = new Tables().layer(file("d/a", 1), file("d/b", 1));
    Files.createDirectory(home.resolve("d"));
    Files.writeString(home.resolve("d/b"), "mine");
    assertEquals(Code.FILE_EXISTS, refused(tables, "d", home));
    assertEquals("mine", Files.readString(home.resolve("d/b")));
    assertFalse(Files.exists(home.resolve("d/a")));
    extract(tables, "d", home, true);
    assertEquals("d/b of layer 0", Files.readString(home.resolve("d/b")));
    Files.delete(home.resolve("d/a"));
    Files.createDirectory(home.resolve("d/a"));
    MooringException folder =
        assertThrows(MooringException.class, () -> extract(tables, "d", home, true));
    assertEquals(Code.FILE_EXISTS, folder.problem().code());
  }

  @Test
  void rightsThatReachBeyondAFileAreNotTaken() throws Exception {
    Tables tables =
        new Tables()
            .layer(
                entry("d", Kind.DIRECTORY, 01777),
                entry("d/su", Kind.FILE, 06777),
                entry("d/locked", Kind.FILE, 0),
                entry("d/tty", Kind.CHARACTER_DEVICE, 0666),
                entry("d/pipe", Kind.FIFO, 0666));
    Extraction.Extracted done = extract(tables, "d", home, false);
    assertEquals("rwxr-xr-x", rights("d"));
    assertEquals("rwxr-xr-x", rights("d/su"));
    assertEquals("rw-------", rights("d/locked"));
    assertEquals(List.of("d/pipe", "d/tty"), done.leftOut());
    assertEquals(1_600_000_000, Files.getLastModifiedTime(home.resolve("d/su")).toMillis() / 1000);
    assertEquals(1_600_000_000, Files.getLastModifiedTime(home.resolve("d")).toMillis() / 1000);
  }

  private String rights(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
  }

  @Test
  void whatBreaksOffLeavesNoHalfFile() {
    Tables tables =
        new Tables() {
          @Override
          public InputStream open(ImageSource source, Descriptor layer, LayerEntry file) {
            return new InputStream() {
              private int left = 10;

              @Override
              public int read() throws IOException {
                if (left-- == 0) {
                  throw new EOFException("ended early");
                }
                return 'x';
              }

              @Override
              public int read(byte[] into, int from, int length) throws IOException {
                into[from] = (byte) read();
                return 1;
              }
            };
          }
        };
    assertEquals(Code.IMAGE_UNREADABLE, refused(tables.layer(file("f", 20)), "f", home));
    assertFalse(Files.exists(home.resolve("f")));
  }

  @Test
  void whatIsNoFileIsToldWithTheNearestNames() throws Exception {
    Tables tables =
        new Tables()
            .layer(
                file("etc/hosts", 1),
                link("dangling", "nowhere"),
                entry("dev/null", Kind.CHARACTER_DEVICE, 0666));
    ImageTree tree = tables.tree();
    TreeContent content = new TreeContent(tree, tables, tables, tables.layers());
    MooringException missing =
        assertThrows(MooringException.class, () -> content.open("/etc/host"));
    assertEquals(Code.FILE_NOT_READABLE, missing.problem().code());
    assertTrue(missing.problem().whatToDo().contains("/etc/hosts"), missing.problem().whatToDo());
    for (String path :
        List.of("etc", "dangling", "dev/null", "/", "etc/hosts/x", "a".repeat(5_000))) {
      MooringException refused =
          assertThrows(MooringException.class, () -> content.open(path), path);
      assertEquals(Code.FILE_NOT_READABLE, refused.problem().code());
    }
    MooringException nowhere = assertThrows(MooringException.class, () -> content.open("dangling"));
    assertTrue(nowhere.problem().why().contains("a link to nowhere,"), nowhere.problem().why());
    assertFalse(nowhere.problem().whatToDo().contains("dangling"));
    try (InputStream in = content.open("etc/../etc/hosts")) {
      assertEquals("etc/hosts of layer 0", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
