package dev.mooring.deploy;

import dev.mooring.forward.Target;
import java.util.List;

/// Another image for one container of a workload.
///
/// @param place where the container is
/// @param before what it has
/// @param after what it gets
/// @param pods how many are there now
/// @param strategy what becomes of them
/// @param keeper the tool or controller that keeps the workload as it says itself: "Helm",
/// "Argo CD"; empty where none is known
/// @param warnings what the API server said when it tried the change
public record ImageChange(
    Target.Workload target,
    ContainerPlace place,
    String before,
    String after,
    long pods,
    Strategy strategy,
    String keeper,
    List<String> warnings) {

  public ImageChange {
    warnings = List.copyOf(warnings);
  }

  /// What a workload does with its pods when their template changes.
  public enum Strategy {
    /// They are replaced a few at a time.
    ROLLING,
    /// All stop before new ones start.
    ALL_AT_ONCE,
    /// Each stays until somebody deletes it.
    ON_DELETE,
    /// They stay until somebody resumes the rollout.
    PAUSED
  }

  /// The container's name.
  public String container() {
    return place.name();
  }

  /// What takes it back.
  public ImageChange undo() {
    return new ImageChange(target, place, after, before, pods, strategy, keeper, List.of());
  }
}
