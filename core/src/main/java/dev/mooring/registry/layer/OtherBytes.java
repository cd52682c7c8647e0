package dev.mooring.registry.layer;

import java.io.IOException;

/// A part of a layer isn't what is known of it.
final class OtherBytes extends IOException {
  private static final long serialVersionUID = 1;

  OtherBytes() {
    super("a part of the layer doesn't match its digest");
  }
}
