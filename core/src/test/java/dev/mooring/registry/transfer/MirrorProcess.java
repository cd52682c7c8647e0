package dev.mooring.registry.transfer;

import dev.mooring.job.Progress;
import dev.mooring.registry.client.HttpRegistry;
import java.net.URI;
import java.util.Optional;

/// Copies one image between two registries, as a process of its own.
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
  }
}
