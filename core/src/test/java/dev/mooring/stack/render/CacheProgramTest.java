package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Progress;
import dev.mooring.registry.Archives;
import dev.mooring.registry.HttpRegistry;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.LocalRegistry;
import dev.mooring.registry.remote.TokenServer;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The registry program with a cache's lines in its configuration, before a registry that asks for
/// tokens.
@Tag("cluster")
final class CacheProgramTest {
  @TempDir Path folder;

  @Test
  void aCacheStartsAndServesWhatItKeepsWhileItsUpstreamIsGone() throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry"));
    fill();
    try (TokenServer tokens = new TokenServer();
        LocalRegistry upstream =
            LocalRegistry.start(
                folder.resolve("upstream"), tokens.configuration(folder.resolve("keys")));
        LocalRegistry cache = LocalRegistry.start(folder.resolve("cache"), lines(upstream));
        HttpRegistry images = new HttpRegistry(cache.uri(), null)) {
      assertEquals(List.of("1"), images.allTags("open/app"));
      assertEquals(List.of(), images.incomplete("open/app"));
      images.summary("open/app", "1");
      Files.writeString(folder.resolve("pulled"), pulled(images));
      upstream.close();
      cache.kill();
      cache.startAgain();
      try (HttpRegistry later = new HttpRegistry(cache.uri(), null)) {
        org.awaitility.Awaitility.await()
            .ignoreExceptions()
            .until(() -> later.repositories().equals(List.of("open/app")));
        assertEquals(Files.readString(folder.resolve("pulled")), pulled(later));
      }
    }
  }

  private static String pulled(HttpRegistry registry) throws InterruptedException {
    return registry.summary("open/app", "1").digest() + " " + registry.incomplete("open/app");
  }

  private void fill() throws Exception {
    try (LocalRegistry open = LocalRegistry.start(folder.resolve("upstream"));
        HttpRegistry filling = new HttpRegistry(open.uri(), null)) {
      Archives.Layout layout = new Archives.Layout();
      Map<String, Object> image = layout.image("amd64", List.of(Archives.layer(5, 10_000)));
      filling.push(
          layout.write(folder.resolve("app.tar"), List.of(image)),
          ImageReference.parse("open/app:1"),
          Progress.none());
    }
  }

  private String lines(LocalRegistry upstream) throws Exception {
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(Additions.NONE.withPullThrough(upstream.uri().toString()));
    PullThrough parts = new PullThrough(options, options.additions().upstream().orElseThrow());
    Path script = folder.resolve(PullThrough.FILE);
    Files.writeString(script, parts.script());
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return parts.configuration().replace("/etc/mooring/" + PullThrough.FILE, script.toString());
  }
}
