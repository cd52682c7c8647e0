package dev.mooring.cluster;

/// What an apply did to an object.
///
/// @param object as the server has it now
public record Applied(Change change, KubeObject object) {
  /// In the words of kubectl's output. What controllers write at the same time is no change.
  public enum Change {
    CREATED,
    CHANGED,
    UNCHANGED
  }
}
