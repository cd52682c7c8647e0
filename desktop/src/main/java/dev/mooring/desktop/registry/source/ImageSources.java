package dev.mooring.desktop.registry.source;

import dev.mooring.engine.Engine;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.http.WayOut;
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
/// @param out how registries elsewhere are reached
public record ImageSources(
    Supplier<List<Engine>> engines, Optional<Path> sample, Supplier<Settings> settings, Out out) {

  /// How images of registries elsewhere get into the registry in view.
  public interface Out {
    /// Called in the background.
    ///
    /// @throws dev.mooring.problem.MooringException where no way leads there
    WayOut to(RegistryAddress place) throws InterruptedException;

    /// The hosts that it leads to; empty for whatever this machine reaches.
    List<String> hosts();
  }

  private static final Out OF_MACHINE =
      new Out() {
        @Override
        public WayOut to(RegistryAddress place) {
          return WayOut.OF_MACHINE;
        }

        @Override
        public List<String> hosts() {
          return List.of();
        }
      };

  /// Those that this machine reaches itself.
  public ImageSources(
      Supplier<List<Engine>> engines, Optional<Path> sample, Supplier<Settings> settings) {
    this(engines, sample, settings, OF_MACHINE);
  }

  /// The same for a registry that others get into by another way.
  public ImageSources by(Out next) {
    return new ImageSources(engines, sample, settings, next);
  }

  /// Registries elsewhere with the user's logins. Called in the background.
  public RemoteRegistries remotes() {
    return RemoteRegistries.ofUser(settings);
  }
}
