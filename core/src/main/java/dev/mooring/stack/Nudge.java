package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

/// Brings a changed ConfigMap or Secret into pods within seconds: a kubelet looks for it each time
/// it looks after the pod, which by itself is once in a minute or so, and at once when the pod
/// changes.
record Nudge(Cluster cluster) {
  private static final String ANNOTATION = "mooring.dev/changed";

  /// @param selector of the pods that mount it
  /// @return how many were told; nothing where some could not be, which takes its minute
  OptionalInt pods(String namespace, String selector) throws InterruptedException {
    Document patch =
        Document.of(
            Map.of(
                "metadata", Map.of("annotations", Map.of(ANNOTATION, Instant.now().toString()))));
    try {
      int told = 0;
      for (KubeObject pod : cluster.list(Kind.POD, namespace, selector)) {
        told += tell(pod, patch);
      }
      return OptionalInt.of(told);
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  /// A pod that went meanwhile has nothing to learn, and keeps no other from it.
  private int tell(KubeObject pod, Document patch) throws InterruptedException {
    try {
      cluster.mergePatch(Kind.POD, pod.namespace(), pod.name(), "", patch);
      return 1;
    } catch (MooringException e) {
      if (e.problem().code() == Code.NOT_FOUND) {
        return 0;
      }
      throw e;
    }
  }
}
