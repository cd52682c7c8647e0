package dev.mooring.desktop.registry.copy;

import dev.mooring.registry.ImageReference;
import dev.mooring.registry.Registry;
import dev.mooring.registry.remote.RemoteRegistries;
import java.util.Optional;

/// Where an image is copied to.
///
/// @param name as people read it: "company/ana/app:3"
/// @param image repository and, where one was said, tag there
/// @param place how its registry is reached
record Destination(String name, ImageReference image, Place place) {

  /// A registry that images are copied to.
  sealed interface Place {
    /// One that is connected.
    record Connected(Registry registry) implements Place {}

    /// One elsewhere.
    record Elsewhere(Opening opening) implements Place {}
  }

  /// Reaches a registry elsewhere with the user's logins. Called in the background.
  interface Opening {
    RemoteRegistries.Remote open(RemoteRegistries remotes);
  }

  /// The tag there.
  String tag(CopiedImage of) {
    return Optional.of(image.tag()).filter(each -> !each.isEmpty()).orElse(of.tag());
  }
}
