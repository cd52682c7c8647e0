package dev.mooring.debug.delve;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Printable;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/// Delve built by the user's own Go, with the user's own proxy, caches and checksum database.
///
/// It is built where the module cache has its sources, so its own go.sum says what may go into it,
/// and what those sources are is pinned here: neither a proxy nor a cache can put others in their
/// place.
final class GoBuild implements DelveSource {
  private static final Duration ASK = Duration.ofSeconds(5);
  private static final Duration DOWNLOAD = Duration.ofMinutes(3);
  private static final Duration BUILD = Duration.ofMinutes(5);

  private final GoToolchains toolchains;
  private final Workplace workplace;
  private final KeptDelves kept;
  private final BiConsumer<Built, Progress> told;
  private final ReentrantLock building = new ReentrantLock();

  /// What was built, for others to use.
  record Built(DelveBinary binary, String version, String architecture) {}

  /// @param told of each Delve that was built
  GoBuild(
      GoToolchains toolchains,
      Workplace workplace,
      KeptDelves kept,
      BiConsumer<Built, Progress> told) {
    this.toolchains = toolchains;
    this.workplace = workplace;
    this.kept = kept;
    this.told = told;
  }

  @Override
  public String words() {
    return Messages.of("built-by-your-go");
  }

  @Override
  public Optional<DelveBinary> find(DelveNeed need, Progress progress) throws InterruptedException {
    Optional<DelveRelease> release = DelveRelease.fitting(need.goVersion());
    if (release.isEmpty() || !need.architecture().matches("[a-z0-9]+")) {
      throw failed(
          Messages.of("no-delve-for", need.words()), Messages.of("set-a-helper-image"), "");
    }
    building.lockInterruptibly();
    try {
      Optional<DelveBinary> meanwhile = kept.find(need, progress);
      if (meanwhile.isPresent()) {
        return meanwhile;
      }
      return Optional.of(
          workplace.use(
              directory -> build(release.get(), need.architecture(), directory, progress)));
    } catch (IOException e) {
      throw failed(
          Messages.of("cannot-work-in", workplace, String.valueOf(e.getMessage())),
          Messages.of("check-that-the-disk"),
          "");
    } finally {
      building.unlock();
    }
  }

  private DelveBinary build(
      DelveRelease release, String architecture, Path directory, Progress progress)
      throws IOException, InterruptedException {
    GoToolchain go = toolchain(release, directory);
    long began = System.nanoTime();
    Document sources = sources(release, go, directory, progress);
    String version = sources.at("Version").textOrEmpty().replaceFirst("^v", "");
    progress.step(
        Messages.of("building-delve", version, architecture, go.version().words(), go.go()));
    Path file = directory.resolve("dlv");
    Program.Result built =
        new Program(
                Path.of(sources.at("Dir").textOrEmpty()),
                environment(architecture),
                List.of("GOROOT"))
            .run(
                BUILD,
                List.of(
                    go.go().toString(),
                    "build",
                    "-mod=readonly",
                    "-trimpath",
                    "-ldflags=-s -w",
                    "-o",
                    file.toString(),
                    "./cmd/dlv"));
    if (!built.ok()) {
      throw failed(
          Messages.of("go-build-failed", version, last(built, BUILD)),
          Messages.of("check-that-go-works"),
          built.output());
    }
    DelveBinary binary = kept.keep(file, version, architecture, go.version().text());
    progress.step(
        Messages.of(
            "built-delve", version, Duration.ofNanos(System.nanoTime() - began).toSeconds()));
    told.accept(new Built(binary, version, architecture), progress);
    return binary;
  }

  private GoToolchain toolchain(DelveRelease release, Path directory) throws InterruptedException {
    List<GoToolchain> all = toolchains.all(directory);
    if (all.isEmpty()) {
      throw failed(Messages.of("no-go-found"), Messages.of("install-go", release.builderGo()), "");
    }
    GoToolchain newest = all.getFirst();
    if (newest.version().minor() < release.builderGo()) {
      throw failed(
          Messages.of("go-is-too-old", newest.version().words(), newest.go(), release.builderGo()),
          Messages.of("install-go", release.builderGo()),
          "");
    }
    return newest;
  }

  /// A proxy that cannot be reached is noticed by a question of a few bytes.
  private Document sources(DelveRelease release, GoToolchain go, Path directory, Progress progress)
      throws IOException, InterruptedException {
    Program program = new Program(directory, environment(""), List.of("GOROOT"));
    String wanted = DelveRelease.MODULE + "@" + release.query();
    String command = go.go().toString();
    Program.Result known = program.run(ASK, List.of(command, "list", "-m", wanted));
    if (!known.ok()) {
      throw unavailable(known, ASK);
    }
    progress.step(Messages.of("downloading-delve", release.query()));
    Program.Result answer =
        program.answer(DOWNLOAD, List.of(command, "mod", "download", "-json", wanted));
    if (answer.status() < 0) {
      throw unavailable(answer, DOWNLOAD);
    }
    Document said = Documents.json(answer.output(), Messages.of("the-answer-of-go"));
    if (!answer.ok() || !said.at("Error").textOrEmpty().isEmpty()) {
      throw unavailable(new Program.Result(1, said.at("Error").textOrEmpty()), DOWNLOAD);
    }
    String sum = said.at("Sum").textOrEmpty();
    if (!release.sum().isEmpty() && !release.sum().equals(sum)) {
      throw new Problem(
              Code.DIGEST_MISMATCH,
              Messages.of("cannot-build-delve"),
              Messages.of("its-sources-are-not", release.query()),
              new Remedy.Advice(Messages.of("check-goproxy")),
              release.sum() + " != " + sum)
          .raise();
    }
    return said;
  }

  /// The user's own, but for what makes the program another one.
  private static Map<String, String> environment(String architecture) {
    Map<String, String> own = new HashMap<>();
    own.put("GO111MODULE", "on");
    own.put("GOWORK", "off");
    own.put("GOTOOLCHAIN", "local");
    own.put("CGO_ENABLED", "0");
    if (!architecture.isEmpty()) {
      own.put("GOOS", "linux");
      own.put("GOARCH", architecture);
      // Not what this computer can, but what every node can.
      own.put("GOAMD64", "v1");
      own.put("GOARM64", "v8.0");
    }
    return own;
  }

  private static MooringException unavailable(Program.Result result, Duration limit) {
    return failed(
        Messages.of("go-cannot-download", last(result, limit)),
        Messages.of("check-goproxy"),
        result.output());
  }

  /// Its last line, or that it took too long.
  private static String last(Program.Result result, Duration limit) {
    if (result.status() < 0) {
      return Messages.of("no-answer-within", limit.toSeconds());
    }
    return Printable.line(result.output().lines().reduce("", (a, b) -> b.isBlank() ? a : b), 300);
  }

  private static MooringException failed(String why, String whatToDo, String detail) {
    return new Problem(
            Code.DELVE_MISSING,
            Messages.of("cannot-build-delve"),
            why,
            new Remedy.Advice(whatToDo),
            detail)
        .raise();
  }
}
