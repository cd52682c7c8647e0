package dev.mooring.desktop.registry;

import dev.mooring.engine.Engine;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where the images come from that this machine can bring into a registry.
///
/// @param engines Docker and Podman, where they run; called in the background
/// @param sample an archive for whoever has none yet, as on the practice cluster
/// @param settings which know the registries that the user added
public record ImageSources(
    Supplier<List<Engine>> engines, Optional<Path> sample, Supplier<Settings> settings) {

  /// Registries elsewhere with the user's logins. Called in the background.
  RemoteRegistries remotes() {
    return RemoteRegistries.ofUser(settings);
  }
}
