package dev.mooring.desktop.registry.local;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.source.LocalImages;
import dev.mooring.engine.InspectedImage;
import dev.mooring.job.Jobs;

/// An image of an engine. On the UI's thread.
public final class LocalImageViewModel implements AutoCloseable {
  private final LocalImages images;
  private final String name;
  private final Fetched<InspectedImage> image;

  /// @param name with its tag
  public LocalImageViewModel(LocalImages images, String name, Jobs reads, Ui ui) {
    this.images = images;
    this.name = name;
    image = new Fetched<>(Messages.of("reading-the-image"), reads, ui);
    read();
  }

  String name() {
    return name;
  }

  Fetched<InspectedImage> image() {
    return image;
  }

  void read() {
    image.fetch(progress -> images.inspect(name));
  }

  @Override
  public void close() {
    image.clear();
  }
}
