package dev.mooring.registry.archive;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import java.util.Optional;

/// A place that holds nothing before, so that every part is asked for.
interface EmptySink extends ImageSink {
  @Override
  default Optional<Digest> digest(String reference) {
    return Optional.empty();
  }

  @Override
  default Optional<Manifest> find(String reference) {
    return Optional.empty();
  }

  @Override
  default boolean has(Descriptor blob) {
    return false;
  }
}
