package dev.mooring.registry.layer;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.tree.ChosenImage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Lists the layers of an image as a process of its own: address, repository, folder for indexes.
final class LayersProcess {
  private LayersProcess() {}

  public static void main(String[] words) throws Exception {
    try (HttpRegistry registry = new HttpRegistry(URI.create(words[0]), null)) {
      ImageSource source = registry.source(words[1]);
      IndexedLayers layers = new IndexedLayers(Path.of(words[2]));
      int count = 0;
      for (Descriptor each : ChosenImage.of(source, "1", Optional.empty()).image().layers()) {
        count += layers.table(source, each, entry -> {}, Progress.none()).entries().size();
      }
      System.out.println(count);
    }
  }
}
