package dev.mooring.cluster;

import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest known objects of a watch.
///
/// @param staleSince when the API server was last heard before the connection was lost; null while
/// the list is live
/// @param why what is wrong while the list is stale
public record Watched(
    List<KubeObject> objects, @Nullable Instant staleSince, @Nullable Problem why) {

  /// A list whose trouble is not known further.
  public Watched(List<KubeObject> objects, @Nullable Instant staleSince) {
    this(objects, staleSince, null);
  }

  public boolean stale() {
    return staleSince != null;
  }
}
