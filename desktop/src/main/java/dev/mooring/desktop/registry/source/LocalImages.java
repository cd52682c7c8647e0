package dev.mooring.desktop.registry.source;

import dev.mooring.engine.InspectedImage;

/// What engines of this machine can be asked about their images.
public interface LocalImages {
  /// What the engine that has an image says of it. Blocking; from any thread.
  ///
  /// @param name with its tag
  /// @throws dev.mooring.problem.MooringException where none has it any more, or none runs
  InspectedImage inspect(String name) throws InterruptedException;
}
