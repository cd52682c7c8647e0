package dev.mooring.cluster;

/// What an apply did to an object.
///
/// @param object as the server has it now
public record Applied(Change change, KubeObject object) {
  /// In the words of kubectl's output.
  public enum Change {
    CREATED,
    CHANGED,
    UNCHANGED
  }
}
