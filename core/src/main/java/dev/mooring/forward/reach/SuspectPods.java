package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.reach.TargetPods.ReadyPod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pods that the API server calls ready and that could not be reached: for about 40 s after a node
/// lost its power nothing else tells of it.
///
/// A doubt ends when the pod was reached, or when the API server says something new about it.
final class SuspectPods {
  private record Doubt(@Nullable KubeObject pod, String why) {}

  private final Map<String, Doubt> doubts = new HashMap<>();

  /// @param known what the API server says of the pod
  void add(ReadyPod pod, @Nullable KubeObject known, String why) {
    doubts.put(pod.uid(), new Doubt(known, why));
  }

  boolean end(ReadyPod pod) {
    return doubts.remove(pod.uid()) != null;
  }

  /// Ends those about pods that are gone or of which there is news.
  void hear(List<KubeObject> pods) {
    if (doubts.isEmpty()) {
      return;
    }
    Map<String, KubeObject> present = new HashMap<>();
    pods.forEach(pod -> present.put(pod.uid(), pod));
    doubts.entrySet().removeIf(each -> !same(each.getValue().pod(), present.get(each.getKey())));
  }

  private static boolean same(@Nullable KubeObject before, @Nullable KubeObject now) {
    return before != null && before.equals(now);
  }

  boolean about(ReadyPod pod) {
    return doubts.containsKey(pod.uid());
  }

  /// Why a pod is doubted; empty when it is not.
  String why(ReadyPod pod) {
    Doubt doubt = doubts.get(pod.uid());
    return doubt == null ? "" : doubt.why();
  }
}
