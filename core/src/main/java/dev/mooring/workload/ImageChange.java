package dev.mooring.workload;

import dev.mooring.forward.Target;

/// Another image for one container of a workload.
///
/// @param before what it has
/// @param after what it gets
/// @param pods how many are there now
/// @param rollout what becomes of them
public record ImageChange(
    Target.Workload target,
    String container,
    String before,
    String after,
    long pods,
    Rollout rollout) {

  /// What a workload does with its pods when their template changes.
  public enum Rollout {
    /// They are replaced a few at a time.
    ROLLING,
    /// All stop before new ones start.
    ALL_AT_ONCE,
    /// Each stays until somebody deletes it.
    ON_DELETE
  }

  /// What takes it back.
  public ImageChange undo() {
    return new ImageChange(target, container, after, before, pods, rollout);
  }
}
