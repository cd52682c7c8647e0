package dev.mooring.registry;

/// The grammar of image names.
final class ImageReferences {
  private ImageReferences() {}

  static ImageReference parse(String text) {
    return new ImageReference("", text, "", "");
  }
}
