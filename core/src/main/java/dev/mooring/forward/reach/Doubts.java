package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pods that the API server calls ready and that could not be reached: for about 40 s after a node
/// lost its power nothing else tells of it.
///
/// A doubt ends when the pod was reached, or when the API server says something new about it.
/// Immutable.
record Doubts(Map<String, Doubt> byUid) {
  static final Doubts NONE = new Doubts(Map.of());

  /// @param pod what the API server said of it at that time
  record Doubt(@Nullable KubeObject pod, String why) {}

  /// @param known what the API server says of the pod
  Doubts with(ReadyPod pod, @Nullable KubeObject known, String why) {
    Map<String, Doubt> more = new HashMap<>(byUid);
    more.put(pod.uid(), new Doubt(known, why));
    return new Doubts(Map.copyOf(more));
  }

  Doubts without(ReadyPod pod) {
    if (!about(pod)) {
      return this;
    }
    Map<String, Doubt> fewer = new HashMap<>(byUid);
    fewer.remove(pod.uid());
    return new Doubts(Map.copyOf(fewer));
  }

  /// Without those about pods that are gone or of which there is news.
  Doubts heard(List<KubeObject> pods) {
    if (byUid.isEmpty()) {
      return this;
    }
    Map<String, KubeObject> present =
        pods.stream()
            .collect(Collectors.toMap(KubeObject::uid, Function.identity(), (one, same) -> one));
    Map<String, Doubt> kept = new HashMap<>(byUid);
    kept.entrySet().removeIf(each -> news(each.getValue().pod(), present.get(each.getKey())));
    return new Doubts(Map.copyOf(kept));
  }

  private static boolean news(@Nullable KubeObject before, @Nullable KubeObject now) {
    return before == null || !before.equals(now);
  }

  boolean about(ReadyPod pod) {
    return byUid.containsKey(pod.uid());
  }

  /// Why a pod is doubted; empty when it is not.
  String why(ReadyPod pod) {
    Doubt doubt = byUid.get(pod.uid());
    return doubt == null ? "" : doubt.why();
  }
}
