package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Documents;
import dev.mooring.engine.Engine;
import dev.mooring.engine.Engines;
import dev.mooring.engine.InspectedImage;
import dev.mooring.job.Progress;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `mooring copy` from and to the local engine.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineCopyTest {
  @TempDir static Path home;
  private PracticeCluster cluster;
  private Terminal terminal;
  private String digest;

  @BeforeAll
  void start() throws Exception {
    cluster = PracticeCluster.start();
    FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    assertEquals(0, terminal.run("install", "--no-verify").code());
    Path archive = SmallImage.write(home, "word");
    String pushed = terminal.run("push", archive.toString(), "--tag", "ana/app:1").out().strip();
    digest = pushed.substring(pushed.indexOf('@') + 1);
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  /// Keeps what it was given last, by one name.
  private record Kept(Path archive, String id) implements Engine {
    @Override
    public String description() {
      return "Docker of a test";
    }

    @Override
    public List<LocalImage> images() {
      return List.of();
    }

    @Override
    public InspectedImage inspect(String image) {
      throw new UnsupportedOperationException(image);
    }

    @Override
    public void save(String image, Path to, Progress progress) {
      try {
        Files.copy(archive, to, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String platform() {
      return "linux/amd64";
    }

    @Override
    public Loaded load(String name, Archive from) throws InterruptedException {
      try (OutputStream out = Files.newOutputStream(archive)) {
        from.writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Loaded(id, List.of());
    }

    @Override
    public void close() {}
  }

  private Terminal.Ended copy(Engine engine, String... words) {
    return terminal.run(
        new java.io.ByteArrayOutputStream(),
        line -> {
          CopyCommand copy = line.getSubcommands().get("copy").getCommand();
          copy.engines = () -> engine;
        },
        words);
  }

  @Test
  void anImageGoesIntoTheEngineAndBackWithItsDigest() {
    Engine engine = new Kept(home.resolve("engine.tar"), digest);
    Terminal.Ended into = copy(engine, "copy", "ana/app:1", "engine://");
    assertEquals(0, into.code(), into.err());
    assertEquals("localhost:5000/ana/app:1", into.out().strip());
    assertTrue(into.err().contains("Loaded " + digest), into.err());

    Terminal.Ended back = copy(engine, "copy", "engine://ana/app:1", "bob/back:2");
    assertEquals(0, back.code(), back.err());
    assertEquals("localhost:5000/bob/back:2@" + digest, back.out().strip());
  }

  @Test
  void whereTheEngineKeepsNoDigestThatIsSaid() {
    Engine engine = new Kept(home.resolve("other.tar"), "sha256:configuration");
    Terminal.Ended into = copy(engine, "copy", "ana/app@" + digest, "engine://own/name:3");
    assertEquals("own/name:3", into.out().strip());
    assertTrue(into.err().contains("the image ID is sha256:conf"), into.err());
    Terminal.Ended json = copy(engine, "copy", "ana/app:1", "engine://x", "-o", "json");
    assertEquals("x:1", Documents.json(json.out(), "copy").at("image").textOrEmpty());
    assertEquals(
        "false", String.valueOf(Documents.json(json.out(), "copy").at("keepsDigest")), json.out());
  }

  @Test
  void withoutAnEngineNothingIsSaidOfPushing() {
    List<String[]> all =
        List.of(
            new String[] {"copy", "ana/app:1", "engine://"},
            new String[] {"copy", "engine://a:1", "x:1"});
    for (String[] words : all) {
      Terminal.Ended ended =
          terminal.run(new java.io.ByteArrayOutputStream(), EngineCopyTest::withoutEngine, words);
      assertEquals(1, ended.code(), ended.out());
      assertTrue(ended.err().contains("Docker or Podman isn't running"), ended.err());
      assertTrue(ended.err().contains("Start Docker"), ended.err());
      assertFalse(ended.err().contains("mooring push"), ended.err());
    }
    Terminal.Ended push =
        terminal.run(
            new java.io.ByteArrayOutputStream(),
            EngineCopyTest::withoutEngine,
            "push",
            "ana/app:1");
    assertTrue(push.err().contains("Or push an image archive: mooring push FILE.tar"), push.err());
  }

  private static void withoutEngine(CommandLine line) {
    for (CommandLine each : line.getSubcommands().values()) {
      switch (each.getCommand()) {
        case CopyCommand copy -> copy.engines = EngineCopyTest::none;
        case PushCommand push -> push.engines = EngineCopyTest::none;
        default -> {}
      }
    }
  }

  /// As on a machine where none answers, whatever this one has.
  private static Engine none() throws InterruptedException {
    return Engines.find(
        (address, certificates) -> {
          throw new Problem(Code.ENGINE_UNREACHABLE, "", "nobody answers", Remedy.none()).raise();
        });
  }

  @Test
  void whatMakesNoSenseIsRefusedBeforeAnythingIsOpened() {
    Engine engine = new Kept(home.resolve("none.tar"), "");
    assertEquals(2, copy(engine, "copy", "engine://a", "engine://b").code());
    assertEquals(2, copy(engine, "copy", "engine://", "x").code());
    assertEquals(2, copy(engine, "copy", "engine://a", "x", "--platform", "linux/arm64").code());
    Terminal.Ended untagged = copy(engine, "copy", "ana/app@" + digest, "engine://");
    assertEquals(1, untagged.code());
    assertTrue(untagged.err().contains("needs a name and a tag"), untagged.err());
  }
}
