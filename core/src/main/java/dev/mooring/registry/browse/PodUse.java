package dev.mooring.registry.browse;

/// A pod that uses an image.
///
/// @param pod NAMESPACE/NAME
/// @param state the strongest of its uses
/// @param match how it is known that it is this image
public record PodUse(String pod, UseState state, Match match) {

  /// How a pod and an image were joined, the surest first.
  public enum Match {
    /// The pod asks for this repository, and its node reports this content.
    REFERENCE,

    /// The pod asks for this tag; its node reports no digest, as for volumes and for what it can't
    /// pull.
    NAME,

    /// The node reports this content, and the pod asked for it by the name of another repository or
    /// registry.
    CONTENT
  }

  /// Whether a container of the image runs in it.
  public boolean isRunning() {
    return state == UseState.RUNNING;
  }
}
