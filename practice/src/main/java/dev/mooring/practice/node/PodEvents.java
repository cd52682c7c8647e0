package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// What kubelets and the scheduler tell of a pod.
final class PodEvents {
  private static final Objects.Write WRITE = Objects.Write.by("kubelet");

  private final Objects objects;

  PodEvents(Objects objects) {
    this.objects = objects;
  }

  void normal(Document pod, String reason, String message) {
    tell(pod, "Normal", reason, message);
  }

  void warning(Document pod, String reason, String message) {
    tell(pod, "Warning", reason, message);
  }

  private void tell(Document pod, String type, String reason, String message) {
    String now = Objects.now();
    String name = Meta.name(pod) + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    if (!isGone(pod)) {
      Map<String, Object> event =
          Map.of(
              "metadata", Map.of("name", name),
              "involvedObject", Controllers.reference(pod),
              "type", type,
              "reason", reason,
              "message", message,
              "source", Map.of("component", "kubelet"),
              "firstTimestamp", now,
              "lastTimestamp", now,
              "count", 1);
      objects.create(Resources.EVENT, Meta.namespace(pod), Document.of(event), WRITE);
    }
  }

  boolean isGone(Document pod) {
    return objects
        .store()
        .get(Store.Key.of(Resources.POD, pod))
        .filter(each -> Meta.uid(each).equals(Meta.uid(pod)))
        .isEmpty();
  }

  /// Waits for the next change.
  ///
  /// @return false where the pod went away, or the whole cluster
  boolean isStillWanted(Document pod, long seen) throws InterruptedException {
    objects.store().after(seen, 1000);
    return !isGone(pod) && !objects.store().closed();
  }
}
