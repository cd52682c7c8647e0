package dev.mooring.registry.diff;

import java.util.Set;

/// What of two images is compared.
///
/// @param mode what counts as a difference
/// @param shared bytes that may be read of layers that both images have. They are needed only to
/// tell what the other image has in place of what one of them writes
public record Question(Mode mode, Set<Part> parts, long shared) {
  /// Small base images are read, large ones are not.
  public static final long LITTLE_SHARED = 4L << 20;

  /// All parts.
  public static final Set<Part> ALL = Set.of(Part.values());

  public Question {
    parts = Set.copyOf(parts);
  }

  /// What counts as a difference.
  public enum Mode {
    /// Everything that is in the images.
    STRICT,
    /// What programs can meet: without times, history, the order in archives, where layers begin,
    /// and files that every build writes anew, such as caches and logs.
    SEMANTIC
  }

  /// What images are made of.
  public enum Part {
    /// Index, manifest, configuration, history.
    DESCRIPTION,
    PACKAGES,
    /// With the lines of texts.
    FILES
  }

  /// Everything, by what matters.
  public static Question semantic() {
    return new Question(Mode.SEMANTIC, ALL, LITTLE_SHARED);
  }

  boolean strict() {
    return mode == Mode.STRICT;
  }

  boolean has(Part part) {
    return parts.contains(part);
  }
}
