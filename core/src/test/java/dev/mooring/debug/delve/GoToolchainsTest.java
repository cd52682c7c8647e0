package dev.mooring.debug.delve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class GoToolchainsTest {
  @TempDir Path folder;
  private Path home;
  private Path work;

  @BeforeEach
  void directories() throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    work = Files.createDirectory(folder.resolve("work"));
  }

  @Test
  void theNewestIsFirstWhereverItIs() throws Exception {
    FakeGo ofPath = FakeGo.in(folder.resolve("bin"), "go1.24.9");
    FakeGo ofSdk = FakeGo.in(home.resolve("sdk/go1.26.8/bin"), "go1.26.8");
    FakeGo ofSystem = FakeGo.in(folder.resolve("usr/lib/go-1.25/bin"), "go1.25.10");
    FakeGo.in(home.resolve("go/bin"), "nonsense");
    assertEquals(
        List.of(ofSdk.command(), ofSystem.command(), ofPath.command()),
        found("/nowhere:" + folder.resolve("bin"), List.of(folder + "/usr/lib/go*/bin")));
  }

  @Test
  void aGoInTheCurrentDirectoryIsNotRunWhateverThePathSays() throws Exception {
    FakeGo hostile = FakeGo.in(folder.resolve("checkout"), "go1.99.0");
    Path relative = Path.of("").toAbsolutePath().relativize(hostile.command().getParent());
    assertTrue(Files.isExecutable(relative.resolve("go")), relative::toString);
    assertEquals(List.of(), found(":.:" + relative + ":", List.of()));
    assertEquals(List.of(), hostile.calls());
  }

  @Test
  void aGoThatEveryUserCanReplaceIsNotRun() throws Exception {
    FakeGo open = FakeGo.in(folder.resolve("open"), "go1.99.0");
    Files.setPosixFilePermissions(
        open.command().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    FakeGo writable = FakeGo.in(folder.resolve("writable"), "go1.99.0");
    Files.setPosixFilePermissions(writable.command(), PosixFilePermissions.fromString("rwxr-xrwx"));
    assertEquals(
        List.of(), found(folder.resolve("open") + ":" + folder.resolve("writable"), List.of()));
    assertEquals(List.of(), open.calls());
    assertEquals(List.of(), writable.calls());
  }

  @Test
  void aGoThatHangsIsLeftOutInTime() throws Exception {
    Path hanging = FakeGo.in(folder.resolve("hanging"), "x; sleep 60").command().getParent();
    FakeGo good = FakeGo.in(folder.resolve("good"), "go1.26.8");
    long began = System.nanoTime();
    assertEquals(
        List.of(good.command()), found(hanging + ":" + good.command().getParent(), List.of()));
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(10).toNanos());
  }

  @Test
  void oneThatTwoWaysLeadToIsAskedOnce() throws Exception {
    FakeGo go = FakeGo.in(folder.resolve("real"), "go1.26.8");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    found(folder.resolve("real") + ":" + folder.resolve("link"), List.of());
    assertEquals(1, go.calls().size());
  }

  private List<Path> found(String path, List<String> system) throws InterruptedException {
    return new GoToolchains(path, home, system).all(work).stream().map(GoToolchain::go).toList();
  }
}
