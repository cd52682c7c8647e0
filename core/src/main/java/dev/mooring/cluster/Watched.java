package dev.mooring.cluster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest known objects of a watch.
///
/// @param staleSince when the connection to the API server was lost; null while the list is live
public record Watched(List<KubeObject> objects, @Nullable Instant staleSince) {
  public boolean stale() {
    return staleSince != null;
  }
}
