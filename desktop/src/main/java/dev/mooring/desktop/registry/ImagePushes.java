package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.source.ImageSources;
import dev.mooring.engine.Engine;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings images of this machine into the connected registry.
final class ImagePushes {
  private final ImageSources sources;
  private final Supplier<@Nullable Registry> registry;
  private final Runnable pushed;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  /// An image of an engine on this machine.
  record LocalImage(Engine engine, String name, long size) {}

  /// @param registry the connected one, or null
  /// @param pushed on the window's thread, after each push
  ImagePushes(
      ImageSources sources,
      Supplier<@Nullable Registry> registry,
      Runnable pushed,
      Jobs jobs,
      Jobs reads,
      Ui ui) {
    this.sources = sources;
    this.registry = registry;
    this.pushed = pushed;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
  }

  /// An archive for whoever has none.
  Optional<Path> sample() {
    return sources.sample();
  }

  /// Lists the images on this machine.
  Fetched<List<LocalImage>> localImages() {
    Fetched<List<LocalImage>> images =
        new Fetched<>(Messages.of("reading-local-images"), reads, ui);
    images.fetch(
        progress -> {
          List<LocalImage> found = new ArrayList<>();
          for (Engine engine : sources.engines().get()) {
            for (Engine.LocalImage image : engine.images()) {
              image.names().forEach(n -> found.add(new LocalImage(engine, n, image.size())));
            }
          }
          return List.copyOf(found);
        });
    return images;
  }

  /// The name under which an image goes into this registry: its own without another host.
  static String suggestedName(String local) {
    try {
      ImageReference reference = ImageReference.parse(local);
      return reference.repository()
          + ":"
          + (reference.tag().isEmpty() ? "latest" : reference.tag());
    } catch (MooringException e) {
      return local;
    }
  }

  /// Looks in the background whether an archive is there.
  Fetched<Path> archive(String file) {
    Fetched<Path> archive = new Fetched<>(Messages.of("looking-for", file), reads, ui);
    archive.fetch(progress -> existing(file));
    return archive;
  }

  /// The file that was typed. Blocks on the disk.
  ///
  /// @throws MooringException when there is none, or when this system can have none of that name,
  /// as Windows with "ana/app:1"
  static Path existing(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Said below, like any other file that is not there.
    }
    throw new Problem(
            Code.FILE_NOT_READABLE,
            Messages.of("cannot-read-the-archive"),
            Messages.of("there-is-no-file", file),
            new Remedy.Advice(Messages.of("choose-an-archive")))
        .raise();
  }

  void push(LocalImage image, ImageReference as) {
    pushing(
        as,
        (target, progress) -> EngineImage.push(image.engine(), image.name(), target, as, progress));
  }

  void push(Path archive, ImageReference as) {
    pushing(as, (target, progress) -> target.push(archive, as, progress));
  }

  private interface Push {
    Digest push(Registry target, Progress progress) throws InterruptedException;
  }

  private void pushing(ImageReference as, Push push) {
    Registry now = registry.get();
    if (now == null) {
      return;
    }
    jobs.start(
        Messages.of("pushing", as),
        progress -> {
          Digest digest = push.push(now, progress);
          ui.execute(pushed);
          return digest;
        },
        digest -> Messages.of("pushed", digest.brief()));
  }
}
