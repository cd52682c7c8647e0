package dev.mooring.engine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.engine.Engine;
import dev.mooring.engine.InspectedImage;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.EngineArchives;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Against the engine that DOCKER_HOST names.
@Tag("cluster")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerEngineTest {
  private static final String IMAGE = "mooring.test/engine:1";

  @TempDir static Path folder;
  private Engine engine;

  @BeforeAll
  void connect() throws Exception {
    String address = System.getenv().getOrDefault("DOCKER_HOST", "");
    Assumptions.assumeTrue(!address.isEmpty(), "DOCKER_HOST names no engine");
    engine = DockerEngine.open(address, null);
    EngineArchives.load(folder.resolve("in.tar"), IMAGE, 30_000_000);
  }

  @AfterAll
  void disconnect() throws Exception {
    if (engine != null) {
      EngineArchives.remove(IMAGE);
      engine.close();
    }
  }

  @Test
  void aLoadedImageIsListedSavedAndPushed() throws Exception {
    assertTrue(engine.description().startsWith("Docker "), engine.description());
    assertTrue(
        engine.images().stream().anyMatch(image -> image.names().contains(IMAGE)),
        () -> "listed: " + IMAGE);
    InspectedImage inspected = engine.inspect(IMAGE);
    assertTrue(inspected.names().contains(IMAGE), inspected::toString);
    assertEquals("linux/amd64", inspected.platform());
    assertEquals(1, inspected.layers());
    AtomicLong done = new AtomicLong();
    Path saved = folder.resolve("saved.tar");
    engine.save(
        IMAGE,
        saved,
        new Progress() {
          @Override
          public void step(String sentence) {}

          @Override
          public void advance(String part, long now, long total, Unit unit) {
            done.set(now);
          }
        });
    assertEquals(Files.size(saved), done.get());
    EngineArchives.pushAndCompare(saved, folder.resolve("registry"));
  }

  @Test
  void anImageIsLoadedWhileItIsReadAndOneThatFailsHalfWayIsNot() throws Exception {
    assertEquals("linux/amd64", engine.platform());
    Engine.Loaded loaded =
        EngineArchives.loadFromRegistry(
            engine, folder.resolve("from"), "mooring.test/loaded:1", 20_000_000);
    assertTrue(loaded.id().startsWith("sha256:"), loaded.id());
    EngineArchives.remove("mooring.test/loaded:1");
    MooringException cut =
        assertThrows(
            MooringException.class,
            () ->
                engine.load(
                    "mooring.test/cut:1",
                    out -> {
                      try {
                        out.write(new byte[3_000_000]);
                      } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                      throw new Problem(
                              dev.mooring.problem.Code.DIGEST_MISMATCH,
                              "Can't copy",
                              "a layer lies",
                              new dev.mooring.problem.Remedy.Advice("Don't"))
                          .raise();
                    }));
    assertEquals("a layer lies", cut.problem().why());
    assertFalse(
        engine.images().stream().anyMatch(each -> each.names().contains("mooring.test/cut:1")));
  }

  @Test
  void aMistypedNameGetsTheNearOnes() {
    Problem problem =
        assertThrows(
                MooringException.class,
                () ->
                    engine.save(
                        "mooring.test/engin:1", folder.resolve("none.tar"), Progress.none()))
            .problem();
    assertEquals("Did you mean " + IMAGE + "?", problem.whatToDo());
    assertFalse(Files.exists(folder.resolve("none.tar")));
  }

  @Test
  void aCancelledSaveEndsPromptlyAndLeavesNothing() throws Exception {
    Path out = Files.createDirectory(folder.resolve("cancelled"));
    CountDownLatch reached = new CountDownLatch(1);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Progress slow =
        new Progress() {
          @Override
          public void step(String sentence) {}

          @Override
          public void advance(String part, long now, long total, Unit unit) {
            reached.countDown();
            java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
          }
        };
    Thread saver =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    engine.save(IMAGE, out.resolve("a.tar"), slow);
                  } catch (InterruptedException | RuntimeException e) {
                    end.set(e);
                  }
                });
    assertTrue(reached.await(20, TimeUnit.SECONDS));
    saver.interrupt();
    assertTrue(saver.join(Duration.ofSeconds(20)), "the save ended");
    assertTrue(end.get() instanceof InterruptedException, String.valueOf(end.get()));
    try (var left = Files.list(out)) {
      assertEquals(0, left.count());
    }
  }
}
