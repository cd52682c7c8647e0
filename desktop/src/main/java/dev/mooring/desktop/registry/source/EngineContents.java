package dev.mooring.desktop.registry.source;

import dev.mooring.engine.Engine;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Names;
import dev.mooring.registry.NaturalOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What engines listed: all in one answer, so that nothing more is asked.
record EngineContents(Map<String, Map<String, Engine.LocalImage>> images) implements Contents {

  /// By repository and tag. Of several engines the first that has a name counts.
  static EngineContents of(List<Engine> engines) throws InterruptedException {
    Map<String, Map<String, Engine.LocalImage>> images = new TreeMap<>(NaturalOrder.INSTANCE);
    for (Engine engine : engines) {
      for (Engine.LocalImage image : engine.images()) {
        for (String name : image.names()) {
          int colon = name.lastIndexOf(':');
          if (colon > name.lastIndexOf('/') && colon > 0) {
            images
                .computeIfAbsent(
                    name.substring(0, colon), key -> new TreeMap<>(NaturalOrder.INSTANCE))
                .putIfAbsent(name.substring(colon + 1), image);
          }
        }
      }
    }
    return new EngineContents(images);
  }

  List<String> repositories() {
    return new ArrayList<>(images.keySet());
  }

  @Override
  public Names tags(String repository) {
    return Names.of(List.copyOf(images.getOrDefault(repository, Map.of()).keySet()));
  }

  @Override
  public Count count(String repository) {
    return new Count(images.getOrDefault(repository, Map.of()).size(), false);
  }

  @Override
  public ImageRow row(String repository, String tag) {
    Engine.LocalImage image = images.getOrDefault(repository, Map.of()).get(tag);
    Optional<Digest> id = image == null ? Optional.empty() : Digests.read(image.id());
    if (image == null || id.isEmpty()) {
      return new ImageRow.Unreadable(repository, tag, gone(repository + ":" + tag));
    }
    // Docker's older store names an image by its configuration, containerd's by its manifest.
    return new ImageRow.Complete(
        new ImageSummary(
            repository,
            tag,
            id.get(),
            image.size(),
            List.of(),
            image.created(),
            List.of(),
            List.of(id.get())));
  }

  static Problem gone(String image) {
    return new Problem(
        Code.IMAGE_MISSING,
        Messages.of("cannot-read-the-image", image),
        Messages.of("the-engine-has-it-no-longer"),
        new Remedy.Advice(Messages.of("list-again")));
  }

  @Override
  public Optional<ImageSource> inside(String repository) {
    return Optional.empty();
  }
}
