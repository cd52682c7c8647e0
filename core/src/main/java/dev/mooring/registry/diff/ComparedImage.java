package dev.mooring.registry.diff;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.tree.ChosenImage;
import java.util.List;

/// One of two images, and where it is read from.
public record ComparedImage(ImageSource source, ChosenImage chosen) {
  List<Descriptor> layers() {
    return chosen.image().layers();
  }
}
