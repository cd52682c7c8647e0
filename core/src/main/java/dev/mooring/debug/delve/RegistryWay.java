package dev.mooring.debug.delve;

import dev.mooring.registry.Registry;
import java.util.Optional;

/// A way to the cluster's registry.
@FunctionalInterface
public interface RegistryWay {

  /// @return empty where the cluster has none
  /// @throws dev.mooring.problem.MooringException when it cannot be reached
  Optional<Opened> open() throws InterruptedException;

  /// @param ending ends the way
  record Opened(Registry registry, Runnable ending) implements AutoCloseable {
    @Override
    public void close() {
      ending.run();
    }
  }
}
