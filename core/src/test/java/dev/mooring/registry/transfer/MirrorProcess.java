package dev.mooring.registry.transfer;

import dev.mooring.job.Progress;
import dev.mooring.registry.client.HttpRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Copies one image between two registries, as a process of its own, and says what memory it took.
final class MirrorProcess {
  private MirrorProcess() {}

  public static void main(String[] words) throws Exception {
    try (HttpRegistry from = new HttpRegistry(URI.create(words[0]), null);
        HttpRegistry to = new HttpRegistry(URI.create(words[1]), null)) {
      Copied copied =
          new ImageCopy(from.source(words[2]), to.sink(words[2]))
              .run("1", "1", Optional.empty(), Progress.none());
      System.out.println("digest " + copied.digest());
    }
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        System.out.println("memory " + line.replaceAll("[^0-9]", ""));
      }
    }
  }
}
