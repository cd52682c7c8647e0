package dev.mooring.desktop.debug;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.desktop.pod.PodName;
import dev.mooring.workload.PodState;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Notices that the pods of a workload fare otherwise, or are others. On the UI's thread.
final class PodChanges implements Consumer<Watched> {
  private final Workload workload;
  private final Runnable changed;
  private final Runnable replaced;
  private @Nullable Map<String, PodState> before;

  /// @param changed called when one came, went or fares otherwise
  /// @param replaced called after that when one came or went
  PodChanges(Workload workload, Runnable changed, Runnable replaced) {
    this.workload = workload;
    this.changed = changed;
    this.replaced = replaced;
  }

  @Override
  public void accept(Watched pods) {
    if (pods.stale()) {
      return;
    }
    Map<String, PodState> last = before;
    Map<String, PodState> now =
        pods.objects().stream()
            .filter(pod -> PodName.isOf(pod.name(), workload.name()))
            .collect(Collectors.toMap(KubeObject::uid, PodState::of, (first, second) -> first));
    before = now;
    if (last == null || now.equals(last)) {
      return;
    }
    changed.run();
    if (!now.keySet().equals(last.keySet())) {
      replaced.run();
    }
  }
}
