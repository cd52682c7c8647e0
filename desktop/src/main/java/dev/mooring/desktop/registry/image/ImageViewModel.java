package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.image.attached.AttachedViewModel;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Platform;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.space.SharedSize;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.tree.ChosenImage;
import dev.mooring.registry.tree.ImageDescription;
import java.util.Optional;

/// One image of a registry, read as far as somebody looks. On the UI's thread.
public final class ImageViewModel implements AutoCloseable {
  private final ImageSource source;
  private final String reference;
  private final Fetched<OpenedImage> image;
  private final FilesViewModel files;
  private final AttachedViewModel attached;
  private final LongRead<SharedSize> sharing;
  private Optional<Platform> wanted = Optional.empty();

  /// @param reference a tag or digest
  /// @param jobs what the user asked for
  /// @param reads what only a screen wants to know
  public ImageViewModel(
      ImageSource source, String reference, Layers layers, Jobs jobs, Jobs reads, Ui ui) {
    this.source = source;
    this.reference = reference;
    image = new Fetched<>(Messages.of("reading-the-image"), reads, ui);
    files = new FilesViewModel(source, layers, jobs, reads, ui);
    attached = new AttachedViewModel(source, jobs, reads, ui);
    sharing = new LongRead<>(Messages.of("comparing-sizes"), reads, ui);
    image.onValue(files::of);
    image.onValue(now -> attached.of(now.chosen()));
    read();
  }

  Fetched<OpenedImage> image() {
    return image;
  }

  FilesViewModel files() {
    return files;
  }

  AttachedViewModel attached() {
    return attached;
  }

  /// How much of it other images of its repository have, too.
  LongRead<SharedSize> sharing() {
    return sharing;
  }

  /// The repository, without its host.
  String place() {
    return source.name().substring(source.name().indexOf('/') + 1);
  }

  void share() {
    OpenedImage now = image.value();
    if (now != null) {
      sharing.start(progress -> SharedSize.of(source, now.chosen().named(), progress));
    }
  }

  void read() {
    Optional<PlatformChoice> asked = wanted.map(PlatformChoice::new);
    image.fetch(
        progress -> {
          ChosenImage chosen = ChosenImage.of(source, reference, asked);
          return new OpenedImage(chosen, ImageDescription.of(source, chosen.image()));
        });
  }

  /// Goes on with the image for another platform.
  void choose(Platform platform) {
    OpenedImage now = image.value();
    if (now == null || !now.chosen().platform().equals(Optional.of(platform))) {
      wanted = Optional.of(platform);
      read();
    }
  }

  /// Ends what is being read.
  @Override
  public void close() {
    image.clear();
    files.close();
    attached.close();
    sharing.close();
  }
}
