package dev.mooring.registry.archive;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.util.Optional;

/// How layers of a Docker archive get their digests.
///
/// @param memory what they were compressed to before
/// @param target where they go: what it has needs no compressing
public record LayerPacking(LayerMemory memory, LayerPacker packer, Target target) {

  /// A place that may have a blob already.
  @FunctionalInterface
  public interface Target {
    boolean has(Descriptor blob) throws InterruptedException;
  }

  /// What the target has of a layer.
  Optional<Descriptor> there(Digest diffId) throws InterruptedException {
    Optional<Descriptor> known = memory.get(diffId);
    return known.isPresent() && target.has(known.get()) ? known : Optional.empty();
  }
}
