package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.Programs;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// From a real registry that asks for tokens into another one, compared with crane.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealMirrorTest {
  @TempDir static Path folder;
  private TokenServer tokens;
  private LocalRegistry open;
  private LocalRegistry there;
  private LocalRegistry here;
  private HttpRegistry target;

  @BeforeAll
  void start() throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry") && LocalRegistry.isOnPath("crane"));
    tokens = new TokenServer();
    here = LocalRegistry.start(folder.resolve("here"));
    target = new HttpRegistry(here.uri(), null);
    // Filled by its own door, then closed.
    Path data = folder.resolve("there");
    open = LocalRegistry.start(data);
    try (HttpRegistry filling = new HttpRegistry(open.uri(), null)) {
      Archives.Layout layout = new Archives.Layout();
      Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(5, 10_000)));
      Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(6, 2_000_000)));
      Map<String, Object> index = layout.index(Map.of("linux/amd64", amd, "linux/arm64", arm));
      Path archive = layout.write(folder.resolve("index.tar"), List.of(index));
      for (String name : List.of("open/app:1", "closed/app:1")) {
        filling.push(archive, ImageReference.parse(name), Progress.none());
      }
    }
    open.close();
    there = LocalRegistry.start(data, tokens.configuration(folder.resolve("keys")));
  }

  @AfterAll
  void stop() throws Exception {
    if (target != null) {
      target.close();
      here.close();
      there.close();
      tokens.close();
    }
  }

  private Copied mirror(DockerConfig config, String name, String to) throws InterruptedException {
    RemoteImage image = RemoteImage.parse(there.host() + "/" + name);
    try (RemoteRegistries.Remote remote = new RemoteRegistries(config, null).open(image)) {
      return new ImageCopy(remote.registry().source(image.repository()), target.sink(to))
          .run(image.reference(), image.tag(), Optional.empty(), Progress.none());
    }
  }

  private DockerConfig nobody() {
    return new DockerConfig(folder.resolve("none"));
  }

  @Test
  void anOpenRepositoryIsReadWithATokenForAnybody() throws Exception {
    Copied copied = mirror(nobody(), "open/app:1", "mirrored/open");
    assertEquals(
        copied.digest().text(), Programs.run("crane", "digest", here.host() + "/mirrored/open:1"));
    Programs.run("crane", "validate", "--remote", here.host() + "/mirrored/open:1");
    assertTrue(tokens.scopes.contains("repository:open/app:pull"), tokens.scopes.toString());
  }

  @Test
  void aClosedRepositoryIsReadWithTheLoginOfDocker() throws Exception {
    MooringException refused =
        assertThrows(MooringException.class, () -> mirror(nobody(), "closed/app:1", "mirrored/no"));
    assertEquals(Code.REGISTRY_LOGIN_NEEDED, refused.problem().code());
    assertTrue(refused.problem().whatToDo().contains("docker login " + there.host()));

    DockerConfig config = TokenServer.login(folder.resolve("docker"), there.host());
    Copied copied = mirror(config, "closed/app:1", "mirrored/closed");
    Path cranes = folder.resolve("docker");
    assertTrue(Files.exists(cranes.resolve("config.json")));
    assertEquals(
        copied.digest().text(),
        Programs.run("crane", "digest", here.host() + "/mirrored/closed:1"));
    // Again, by digest and into another repository.
    Copied again = mirror(config, "closed/app@" + copied.digest(), "mirrored/again");
    assertEquals(copied.digest(), again.digest());
    assertEquals(
        copied.digest().text(),
        Programs.run("crane", "digest", here.host() + "/mirrored/again@" + copied.digest().text()));
  }

  @Test
  void aTargetThatRestartsInMidCopyIsAskedHowFarItGot() throws Exception {
    try (LocalRegistry big = LocalRegistry.start(folder.resolve("big"));
        LocalRegistry fragile = LocalRegistry.start(folder.resolve("fragile"));
        HttpRegistry from = new HttpRegistry(big.uri(), null);
        HttpRegistry to = new HttpRegistry(fragile.uri(), null)) {
      long size = 600L << 20;
      Digest digest =
          from.push(
              Archives.large(folder.resolve("large.tar"), size),
              ImageReference.parse("big:1"),
              Progress.none());
      AtomicLong read = new AtomicLong();
      CountingSource source = new CountingSource(from.source("big"), read);
      AtomicLong done = new AtomicLong();
      java.util.concurrent.atomic.AtomicBoolean killed =
          new java.util.concurrent.atomic.AtomicBoolean();
      new ImageCopy(source, to.sink("big"))
          .run(
              "1",
              "1",
              Optional.empty(),
              new Progress() {
                @Override
                public void step(String sentence) {}

                @Override
                public void advance(String part, long now, long total, Unit unit) {
                  done.set(now);
                  if (now > total / 2 && killed.compareAndSet(false, true)) {
                    restart(fragile);
                  }
                }
              });
      assertTrue(killed.get());
      assertEquals(digest.text(), Programs.run("crane", "digest", fragile.host() + "/big:1"));
      long again = read.get() - size;
      System.out.printf("read again after the target's restart: %d KiB%n", again >> 10);
      assertTrue(again < 16L << 20, "read again: " + again);
    }
  }

  private static void restart(LocalRegistry registry) {
    try {
      registry.kill();
      registry.startAgain();
    } catch (InterruptedException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
