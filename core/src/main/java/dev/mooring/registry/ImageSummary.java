package dev.mooring.registry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One tag as a row of the image list.
///
/// @param digest of the tagged manifest or index
/// @param size bytes of all layers and configs, compressed, each counted once
/// @param platforms one for an image, several for an index; empty when the config names none
/// @param created from the newest config; null when it is not said
/// @param contained digests of the index's children, for matching with running pods
/// @param configs digests of the configs, which some runtimes report as the image's id
public record ImageSummary(
    String repository,
    String tag,
    Digest digest,
    long size,
    List<Platform> platforms,
    @Nullable Instant created,
    List<Digest> contained,
    List<Digest> configs) {

  public ImageSummary {
    platforms = List.copyOf(platforms);
    contained = List.copyOf(contained);
    configs = List.copyOf(configs);
  }
}
