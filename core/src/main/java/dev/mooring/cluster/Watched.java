package dev.mooring.cluster;

import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest known objects of a watch, in the order in which they were first seen. Immutable.
///
/// Objects come without `managedFields`.
///
/// @param staleSince when the objects were last known to be right: before the connection was lost,
/// or when a list that may not be watched was read; null while each change is heard
/// @param why what is wrong while the list is stale
public record Watched(
    List<KubeObject> objects, @Nullable Instant staleSince, @Nullable Problem why) {

  /// A list whose trouble is not known further.
  public Watched(List<KubeObject> objects, @Nullable Instant staleSince) {
    this(objects, staleSince, null);
  }

  /// Whether changes may be missing.
  public boolean stale() {
    return staleSince != null;
  }
}
