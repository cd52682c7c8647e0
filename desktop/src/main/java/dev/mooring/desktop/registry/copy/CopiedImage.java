package dev.mooring.desktop.registry.copy;

import dev.mooring.registry.Platform;
import java.util.List;

/// An image of the registry in view that is copied.
///
/// @param digest what its tag names, in brief; empty before it is read
/// @param platforms that it has, as far as it is read
public record CopiedImage(String repository, String tag, String digest, List<Platform> platforms) {
  public CopiedImage {
    platforms = List.copyOf(platforms);
  }

  @Override
  public String toString() {
    return repository + ":" + tag;
  }
}
