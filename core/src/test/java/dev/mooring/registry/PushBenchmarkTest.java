package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.job.Progress;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pushes 512 MiB as crane does and as Mooring does, to the same registry.
@Tag("bench")
class PushBenchmarkTest {
  private static final int ROUNDS = 3;

  @TempDir Path folder;

  @Test
  void pushingIsComparedWithCrane() throws Exception {
    Assumptions.assumeTrue(LocalRegistry.isOnPath("registry") && LocalRegistry.isOnPath("crane"));
    Path archive = Archives.large(folder.resolve("large.tar"), 512L << 20);
    long crane = Long.MAX_VALUE;
    long mooring = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      try (LocalRegistry server = LocalRegistry.start(folder.resolve("crane" + round))) {
        String name = server.host() + "/bench/app:1";
        long start = System.nanoTime();
        Programs.run("crane", "push", archive.toString(), name);
        crane = Math.min(crane, System.nanoTime() - start);
      }
      try (LocalRegistry server = LocalRegistry.start(folder.resolve("mooring" + round));
          HttpRegistry registry = new HttpRegistry(server.uri(), null)) {
        ImageReference name = ImageReference.parse(server.host() + "/bench/app:1");
        long start = System.nanoTime();
        Digest digest = registry.push(archive, name, Progress.none());
        mooring = Math.min(mooring, System.nanoTime() - start);
        assertEquals(digest.text(), Programs.run("crane", "digest", name.toString()));
      }
    }
    System.out.printf(
        "push of 512 MiB: crane %d ms, mooring %d ms, ratio %.2f%n",
        crane / 1_000_000, mooring / 1_000_000, (double) mooring / crane);
  }
}
