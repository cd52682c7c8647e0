package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.time.Instant;
import java.util.List;
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
      List<KubeObject> pods = cluster.list(Kind.POD, namespace, selector);
      for (KubeObject pod : pods) {
        cluster.mergePatch(Kind.POD, namespace, pod.name(), "", patch);
      }
      return OptionalInt.of(pods.size());
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT || e.problem().code() == Code.NOT_FOUND) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }
}
