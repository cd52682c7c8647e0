package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Gives pods their nodes and waits for their volumes.
final class Scheduler {
  private final Objects objects;
  private final Store store;
  private final Nodes nodes;
  private final PodEvents events;

  Scheduler(Objects objects, Nodes nodes, PodEvents events) {
    this.objects = objects;
    this.store = objects.store();
    this.nodes = nodes;
    this.events = events;
  }

  /// Waits until a node takes the pod and its volumes are there.
  ///
  /// @return empty where the pod went away before
  String place(Document pod) throws InterruptedException {
    String node = wanted(pod);
    boolean told = false;
    for (long seen = store.version(); !nodes.place(pod, node); seen = store.version()) {
      if (!told) {
        unschedulable(pod);
        told = true;
      }
      if (!events.isStillWanted(pod, seen)) {
        return "";
      }
    }
    return mountable(pod) ? node : "";
  }

  private String wanted(Document pod) {
    Document spec = pod.at("spec");
    String daemon = WorkloadControllers.daemonNode(pod);
    String fixed =
        daemon.isEmpty() ? spec.at("nodeSelector", "kubernetes.io/hostname").textOrEmpty() : daemon;
    List<Document> all = store.list(Resources.NODE, "");
    String any = Meta.name(all.get(ThreadLocalRandom.current().nextInt(all.size())));
    return spec.at("nodeName").text().orElse(fixed.isEmpty() ? any : fixed);
  }

  /// The words of the scheduler.
  private void unschedulable(Document pod) {
    int count = store.list(Resources.NODE, "").size();
    String message =
        ("0/%1$d nodes are available: 1 node(s) didn't have free ports for the requested pod ports,"
                + " %2$d node(s) didn't satisfy plugin(s) [NodeAffinity]. preemption: 0/%1$d nodes"
                + " are available: %1$d Preemption is not helpful for scheduling.")
            .formatted(count, count - 1);
    events.warning(pod, "FailedScheduling", message);
    Document condition =
        Document.of(Pods.condition("PodScheduled", false, "Unschedulable"))
            .with(message, "message");
    objects.status(
        Store.Key.of(Resources.POD, pod),
        status -> status.with("Pending", "phase").with(List.of(condition), "conditions"));
  }

  /// A pod waits for its volumes for ever; the claim's owner sees why in the events.
  private boolean mountable(Document pod) throws InterruptedException {
    for (Document volume : pod.at("spec", "volumes").items()) {
      String claim = volume.at("persistentVolumeClaim", "claimName").textOrEmpty();
      for (long seen = store.version();
          !claim.isEmpty() && !isBound(Meta.namespace(pod), claim);
          seen = store.version()) {
        if (!events.isStillWanted(pod, seen)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isBound(String namespace, String claim) {
    return store
        .get(Resources.CLAIM, namespace, claim)
        .filter(each -> each.at("status", "phase").textOrEmpty().equals("Bound"))
        .isPresent();
  }
}
