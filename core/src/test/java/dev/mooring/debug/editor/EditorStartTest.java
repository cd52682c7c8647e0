package dev.mooring.debug.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.source.SourceMapping;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class EditorStartTest {
  @TempDir Path home;
  private final List<List<String>> started = new ArrayList<>();

  @Test
  void writesWhatTheEditorReadsForThisUserOnlyAndStartsIt() throws IOException {
    Path code = installed("code");
    String next = start("").open(new VsCode(), session(Optional.of(home)));
    Path workspace = home.resolve("state/20001/mooring.code-workspace");
    assertEquals(List.of(List.of(code.toString(), workspace.toString())), started);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(workspace.getParent())));
    assertTrue(next.contains("F5"), next);
  }

  @Test
  void whatRunsInATerminalIsGivenToOne() throws IOException {
    Path nvim = installed("nvim");
    start("").open(new Neovim(), session(Optional.of(home)));
    assertEquals("terminal", started.getFirst().getFirst());
    assertEquals(nvim.toString(), started.getFirst().get(1));
  }

  @Test
  void anEditorThatIsNotInstalledSaysSoAndWhereToConnect() {
    MooringException e =
        assertThrows(
            MooringException.class, () -> start("").open(new VsCode(), session(Optional.empty())));
    assertEquals(Code.EDITOR_NOT_OPENED, e.problem().code());
    assertTrue(e.problem().toString().contains("127.0.0.1:20001"), e.problem().toString());
    assertEquals(List.of(), started);
  }

  @Test
  void anEditorInTheCurrentDirectoryIsNotStarted() throws IOException {
    Path here = Files.createTempFile(Path.of(""), "code", "");
    try {
      Files.setPosixFilePermissions(here, PosixFilePermissions.fromString("rwx------"));
      assertEquals(
          Optional.empty(), new Programs(":.", home).find(List.of(here.getFileName().toString())));
    } finally {
      Files.delete(here);
    }
  }

  @Test
  void goLandNeedsTheSources() throws IOException {
    installed("goland");
    MooringException e =
        assertThrows(
            MooringException.class, () -> start("").open(new GoLand(), session(Optional.empty())));
    assertTrue(e.problem().toString().contains("--source"), e.problem().toString());
  }

  @Test
  void aLinkInTheCheckoutIsNotFollowed() throws IOException {
    installed("goland");
    Path checkout = Files.createDirectory(home.resolve("checkout"));
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Files.createSymbolicLink(checkout.resolve(".run"), elsewhere);
    assertThrows(
        MooringException.class, () -> start("").open(new GoLand(), session(Optional.of(checkout))));
    try (var files = Files.list(elsewhere)) {
      assertFalse(files.findAny().isPresent());
    }
    assertEquals(List.of(), started);
  }

  private Path installed(String name) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private EditorStart start(String morePath) {
    return new EditorStart(
        home.resolve("state"),
        new Programs(home.resolve("bin") + morePath, home),
        started::add,
        line -> {
          List<String> all = new ArrayList<>(List.of("terminal"));
          all.addAll(line);
          return started.add(all);
        });
  }

  private static Endpoint session(Optional<Path> sources) {
    return new Endpoint(
        "Mooring: shop/deploy/hello",
        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 20_001),
        sources,
        new SourceMapping(List.of()));
  }
}
