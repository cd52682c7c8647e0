package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.source.ImageSources;
import dev.mooring.job.Jobs;
import dev.mooring.job.Progress;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.registry.transfer.Platforms;
import dev.mooring.stack.OutsideRegistries;
import dev.mooring.stack.OutsideRegistries.Outside;
import dev.mooring.stack.OutsideRegistries.Source;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings images of public registries, and of those that were added, into the connected one,
/// or into one that was added.
final class ImageMirrors {
  private final ImageSources sources;
  private final Supplier<@Nullable Registry> registry;
  private final Runnable copied;
  private final Jobs jobs;
  private final Ui ui;

  /// @param registry the connected one, or null
  /// @param copied on the window's thread, after each copy
  ImageMirrors(
      ImageSources sources,
      Supplier<@Nullable Registry> registry,
      Runnable copied,
      Jobs jobs,
      Ui ui) {
    this.sources = sources;
    this.registry = registry;
    this.copied = copied;
    this.jobs = jobs;
    this.ui = ui;
  }

  /// What a name means, as for `mooring mirror`.
  ///
  /// @throws MooringException when the text is no image name
  Source source(String text) {
    return new OutsideRegistries(sources.settings().get()).source(text);
  }

  /// The name that an image gets here: its own without its host; empty while it is none.
  String suggestedName(String text) {
    try {
      RemoteImage remote = source(text).image();
      return remote.repository() + (remote.tag().isEmpty() ? "" : ":" + remote.tag());
    } catch (MooringException e) {
      return "";
    }
  }

  /// The added registries, which a copy can go to instead of the connected one.
  List<Outside> targets() {
    return new OutsideRegistries(sources.settings().get()).added();
  }

  /// @param platform empty for all
  /// @param target an added registry; empty for the connected one
  void start(
      Source source, Optional<Platforms> platform, Optional<Outside> target, ImageReference as) {
    Registry now = registry.get();
    if (now == null && target.isEmpty()) {
      return;
    }
    RemoteImage image = source.image();
    String tag = as.tag().isEmpty() ? image.tag() : as.tag();
    jobs.start(
        target
            .map(each -> Messages.of("mirroring-to", image, each.name()))
            .orElseGet(() -> Messages.of("mirroring", image)),
        progress -> {
          RemoteRegistries remotes = sources.remotes();
          try (WayOut out = way(remotes, source, target, progress);
              RemoteRegistries.Remote from = source.open(remotes, out);
              RemoteRegistries.@Nullable Remote other =
                  target.map(each -> remotes.open(each.place())).orElse(null)) {
            Registry into = other == null ? Objects.requireNonNull(now) : other.registry();
            Copied done =
                new ImageCopy(
                        from.registry().source(image.repository()), into.sink(as.repository()))
                    .run(image.reference(), tag, platform, progress);
            ui.execute(copied);
            return done;
          }
        },
        done -> Messages.of("mirrored", done.digest().brief(), done.sent(), done.blobs()));
  }

  /// The hosts that images come from into the connected registry; empty for any.
  List<String> hosts() {
    return sources.out().hosts();
  }

  /// What gets into another registry than the connected one gets there from this machine.
  private WayOut way(
      RemoteRegistries remotes, Source source, Optional<Outside> target, Progress progress)
      throws InterruptedException {
    if (target.isPresent()) {
      return WayOut.OF_MACHINE;
    }
    WayOut out = sources.out().to(source.at(remotes));
    if (!out.words().isEmpty()) {
      progress.step(out.words());
    }
    return out;
  }
}
