package dev.mooring.desktop.registry.image;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.tree.ChosenImage;
import dev.mooring.registry.tree.ImageDescription;
import java.util.List;

/// An image of one platform, and what it says of itself.
record OpenedImage(ChosenImage chosen, ImageDescription description) {

  /// The lowest first.
  List<Descriptor> layers() {
    return chosen.image().layers();
  }

  /// Whether its layers are a file system.
  boolean hasFiles() {
    return description.artifactType().isEmpty();
  }
}
