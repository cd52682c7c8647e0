package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.remote.TokenServer;
import dev.mooring.registry.remote.UpstreamLogin;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry program with a cache's lines in its configuration, before a registry that asks for
/// tokens: to everybody below `open/`, to who has a login elsewhere.
@Tag("cluster")
@Tag("anywhere")
final class CacheProgramTest {
  @TempDir Path folder;
  private TokenServer tokens;
  private LocalRegistry upstream;
  private LocalRegistry cache;

  @BeforeEach
  void start() throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry"));
    fill();
    tokens = new TokenServer();
    upstream =
        LocalRegistry.start(
            folder.resolve("upstream"), tokens.configuration(folder.resolve("keys")));
    cache = LocalRegistry.start(folder.resolve("cache"), lines(tokens.before(upstream.uri())));
  }

  @AfterEach
  void stop() throws Exception {
    if (tokens != null) {
      tokens.close();
      upstream.close();
      cache.close();
    }
  }

  @Test
  void aCacheStartsAndServesWhatItKeepsWhileItsUpstreamIsGone() throws Exception {
    String first = pulled("open/app");
    tokens.close();
    upstream.close();
    assertEquals(first, pulled("open/app"));
    cache.kill();
    cache.startAgain();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(() -> assertEquals(first, pulled("open/app")));
  }

  @Test
  void aLoginOpensMoreAndCountsWithoutARestart() throws Exception {
    assertThrows(MooringException.class, () -> pulled("closed/app"));
    UpstreamLogin login =
        UpstreamLogin.of(TokenServer.login(folder.resolve("docker"), "localhost:1"), "localhost:1");
    Files.writeString(folder.resolve("login"), login.document());
    assertTrue(pulled("closed/app").startsWith("sha256:"));
  }

  private String pulled(String repository) throws InterruptedException {
    try (HttpRegistry images = new HttpRegistry(cache.uri(), null)) {
      return images.summary(repository, "1").digest().text() + " " + images.incomplete(repository);
    }
  }

  private void fill() throws Exception {
    try (LocalRegistry open = LocalRegistry.start(folder.resolve("upstream"));
        HttpRegistry filling = new HttpRegistry(open.uri(), null)) {
      Archives.Layout layout = new Archives.Layout();
      Map<String, Object> image = layout.image("amd64", List.of(Archives.layer(5, 10_000)));
      Path archive = layout.write(folder.resolve("app.tar"), List.of(image));
      for (String each : List.of("open/app:1", "closed/app:1")) {
        filling.push(archive, ImageReference.parse(each), Progress.none());
      }
    }
  }

  private String lines(URI address) throws Exception {
    StackOptions options =
        StackOptions.defaults().withAdditions(Additions.NONE.withPullThrough(address.toString()));
    PullThrough parts = new PullThrough(options, options.additions().upstream().orElseThrow());
    Path script = folder.resolve(PullThrough.FILE);
    Files.writeString(script, parts.script().replace("/etc/mooring-upstream", folder.toString()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return parts.configuration().replace("/etc/mooring/" + PullThrough.FILE, script.toString());
  }
}
