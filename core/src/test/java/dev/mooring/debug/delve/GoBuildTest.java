package dev.mooring.debug.delve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
final class GoBuildTest {
  private static final DelveNeed NEED = new DelveNeed("go1.26.8", "arm64");

  @TempDir Path folder;
  private final List<GoBuild.Built> told = new ArrayList<>();
  private Path cache;
  private KeptDelves kept;

  @BeforeEach
  void directories() {
    cache = folder.resolve("cache");
    kept = new KeptDelves(cache);
  }

  @Test
  void buildsForTheNodeAndKeepsWhatItBuilt() throws Exception {
    FakeGo go = FakeGo.in(folder.resolve("bin"), "go1.26.8");
    DelveBinary built = build(go).find(NEED, Progress.none()).orElseThrow();
    assertEquals("Delve 1.27.2, built with Go 1.26.8", built.words());
    assertEquals("Delve", new String(built.bytes(), StandardCharsets.UTF_8));
    List<String> calls = go.calls();
    String last = calls.get(calls.size() - 2);
    assertTrue(
        last.startsWith("linux/arm64 0 ")
            && last.contains(" build -mod=readonly -trimpath -ldflags=-s -w -o ")
            && last.endsWith("./cmd/dlv"),
        last);
    assertEquals(folder.resolve("bin/sources").toString(), calls.getLast());
    assertEquals(1, told.size());
    assertEquals(Optional.of(built), kept.find(NEED, Progress.none()));
    assertEquals(Optional.of(built), build(go).find(NEED, Progress.none()));
    assertEquals(calls, go.calls());
    assertEquals(Optional.empty(), kept.find(new DelveNeed("go1.26.8", "amd64"), Progress.none()));
    assertEquals(Optional.empty(), kept.find(new DelveNeed("go1.23.1", "arm64"), Progress.none()));
  }

  @Test
  void nobodyElseCanReadTheCacheAndNothingIsLeftOfTheWork() throws Exception {
    build(FakeGo.in(folder.resolve("bin"), "go1.26.8")).find(NEED, Progress.none());
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)));
    try (Stream<Path> all = Files.list(cache)) {
      assertEquals(1, all.count());
    }
  }

  @Test
  void theChecksumDatabaseStaysAsTheUserHasIt() throws Exception {
    FakeGo go = FakeGo.in(folder.resolve("bin"), "go1.26.8");
    build(go).find(NEED, Progress.none());
    String own = System.getenv().getOrDefault("GOSUMDB", "");
    assertTrue(go.calls().stream().anyMatch(each -> each.startsWith("linux/arm64 0 " + own + " ")));
    assertTrue(go.calls().stream().noneMatch(each -> each.contains(" off ")), go.calls()::toString);
  }

  @Test
  void sourcesThatAreNotThePublishedOnesAreNotBuilt() throws Exception {
    FakeGo go =
        FakeGo.in(
            folder.resolve("bin"), "go1.26.8", "h1:evil=", "echo found", "printf evil >\"$2\"");
    Problem problem = refused(build(go), NEED);
    assertEquals(Code.DIGEST_MISMATCH, problem.code());
    assertTrue(go.calls().stream().noneMatch(each -> each.contains(" build ")));
    assertEquals(Optional.empty(), kept.find(NEED, Progress.none()));
  }

  @Test
  void cancellingEndsGoWithAllThatItStarted() throws Exception {
    Path pids = folder.resolve("pids");
    FakeGo go =
        FakeGo.in(
            folder.resolve("bin"),
            "go1.26.8",
            FakeGo.SUM,
            "echo found",
            "sleep 300 & echo \"$$ $!\" >"
                + pids
                + ".part; mv "
                + pids
                + ".part "
                + pids
                + "; wait");
    Thread working =
        Thread.ofVirtual()
            .start(() -> assertThrows(InterruptedException.class, () -> find(build(go))));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pids));
    List<Long> running =
        Stream.of(Files.readString(pids).strip().split(" ", -1)).map(Long::valueOf).toList();
    assertTrue(running.stream().allMatch(GoBuildTest::isRunning));
    working.interrupt();
    working.join(Duration.ofSeconds(10));
    assertFalse(working.isAlive());
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> running.stream().noneMatch(GoBuildTest::isRunning));
  }

  @Test
  void aProxyThatCannotBeReachedIsToldInTime() throws Exception {
    FakeGo go = FakeGo.in(folder.resolve("bin"), "go1.26.8", FakeGo.SUM, "exec sleep 60", "");
    long began = System.nanoTime();
    Problem problem = refused(build(go), NEED);
    assertTrue(System.nanoTime() - began < Duration.ofSeconds(8).toNanos());
    assertTrue(problem.why().contains("no response within 5 s"), problem::why);
  }

  @Test
  void whatGoSaysIsToldWithinBounds() throws Exception {
    FakeGo go =
        FakeGo.in(
            folder.resolve("bin"),
            "go1.26.8",
            FakeGo.SUM,
            "echo found",
            "yes noise | head -c 3000000; echo 'no space left on device' >&2; exit 1");
    Problem problem = refused(build(go), NEED);
    assertTrue(problem.why().endsWith("no space left on device"), problem::why);
    assertTrue(problem.detail().length() <= 64 << 10);
  }

  @Test
  void aGoThatIsTooOldOrMissingIsNamed() throws Exception {
    FakeGo old = FakeGo.in(folder.resolve("bin"), "go1.24.9");
    assertTrue(refused(build(old), NEED).why().contains("Go 1.24.9"));
    DelveNeed older = new DelveNeed("go1.21.3", "amd64");
    assertThrows(
        MooringException.class,
        () -> build(old).find(NEED, Progress.none()),
        "1.27 needs a newer one");
    FakeGo.in(folder.resolve("bin"), "go1.24.9", "h1:other=", "echo found", "");
    assertEquals(Code.DIGEST_MISMATCH, refused(build(old), older).code(), "1.24 does not");
    GoBuild without = build(new GoToolchains("", folder.resolve("nobody"), List.of()));
    assertTrue(refused(without, NEED).why().contains("isn't installed"));
    assertTrue(refused(without, new DelveNeed("go1.16", "amd64")).why().contains("no release"));
    DelveNeed odd = new DelveNeed("go1.26.8", "machine 258");
    assertTrue(refused(without, odd).why().contains("no release"));
  }

  @Test
  void eachGoGetsTheNewestReleaseThatReadsIt() {
    assertEquals("v1.27.2", query("go1.27.0"));
    assertEquals("v1.27.2", query("go1.25rc1"));
    assertEquals("v1.26.2", query("go1.24.13"));
    assertEquals("v1.25.2", query("go1.22.12"));
    assertEquals("v1.24.2", query("go1.21"));
    assertEquals("v1.22.1", query("go1.19.13"));
    assertEquals("v1.27.2", query("devel"));
    assertEquals("v1.29", query("go1.29.1"), "a newer one than Mooring knows");
    assertEquals(Optional.empty(), DelveRelease.fitting(""));
    assertEquals(Optional.empty(), DelveRelease.fitting("go1.18.1"));
  }

  private static String query(String goVersion) {
    return DelveRelease.fitting(goVersion).orElseThrow().query();
  }

  private static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  private GoBuild build(FakeGo go) {
    return build(
        new GoToolchains(go.command().getParent().toString(), folder.resolve("home"), List.of()));
  }

  private GoBuild build(GoToolchains toolchains) {
    return new GoBuild(
        toolchains, new Workplace(cache), kept, (built, progress) -> told.add(built));
  }

  private static Optional<DelveBinary> find(GoBuild build) throws InterruptedException {
    return build.find(NEED, Progress.none());
  }

  private static Problem refused(GoBuild build, DelveNeed need) throws IOException {
    return assertThrows(MooringException.class, () -> build.find(need, Progress.none())).problem();
  }
}
