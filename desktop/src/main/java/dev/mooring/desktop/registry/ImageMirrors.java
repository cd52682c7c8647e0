package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.remote.RemoteImage;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.registry.transfer.PlatformChoice;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings images of public registries into the connected one.
final class ImageMirrors {
  private final Supplier<RemoteRegistries> remotes;
  private final Supplier<@Nullable Registry> registry;
  private final Runnable copied;
  private final Jobs jobs;
  private final Ui ui;

  /// @param registry the connected one, or null
  /// @param copied on the window's thread, after each copy
  ImageMirrors(
      Supplier<RemoteRegistries> remotes,
      Supplier<@Nullable Registry> registry,
      Runnable copied,
      Jobs jobs,
      Ui ui) {
    this.remotes = remotes;
    this.registry = registry;
    this.copied = copied;
    this.jobs = jobs;
    this.ui = ui;
  }

  /// The name that an image gets here: its own without its host; empty while it is none.
  static String suggestedName(String image) {
    try {
      RemoteImage remote = RemoteImage.parse(image);
      return remote.repository() + (remote.tag().isEmpty() ? "" : ":" + remote.tag());
    } catch (MooringException e) {
      return "";
    }
  }

  /// @param platform empty for all
  void start(RemoteImage image, Optional<PlatformChoice> platform, ImageReference as) {
    Registry now = registry.get();
    if (now == null) {
      return;
    }
    String tag = as.tag().isEmpty() ? image.tag() : as.tag();
    jobs.start(
        Messages.of("mirroring", image),
        progress -> {
          try (RemoteRegistries.Remote remote = remotes.get().open(image)) {
            Copied done =
                new ImageCopy(
                        remote.registry().source(image.repository()), now.sink(as.repository()))
                    .run(image.reference(), tag, platform, progress);
            ui.execute(copied);
            return done;
          }
        },
        done -> Messages.of("mirrored", done.digest().brief(), done.sent(), done.blobs()));
  }
}
