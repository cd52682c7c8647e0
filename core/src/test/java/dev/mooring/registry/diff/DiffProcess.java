package dev.mooring.registry.diff;

import dev.mooring.job.Progress;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.registry.tree.ChosenImage;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Compares the tags 1 and 2 of a repository as a process of its own: address, repository, folder
/// for indexes.
final class DiffProcess {
  private DiffProcess() {}

  public static void main(String[] words) throws Exception {
    try (HttpRegistry registry = new HttpRegistry(URI.create(words[0]), null)) {
      ImageSource source = registry.source(words[1]);
      ImageDifference difference =
          new ImageComparison(new IndexedLayers(Path.of(words[2])))
              .compare(
                  new ComparedImage(source, ChosenImage.of(source, "1", Optional.empty())),
                  new ComparedImage(source, ChosenImage.of(source, "2", Optional.empty())),
                  Question.semantic(),
                  Progress.none());
      System.out.println(difference.files().size());
    }
  }
}
