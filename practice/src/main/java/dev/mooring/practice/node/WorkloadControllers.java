package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes and removes the pods of Deployments, StatefulSets and DaemonSets.
final class WorkloadControllers {
  /// Kubernetes keeps vowels and most digits out of hashes, so that they make no words.
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private static final String HASH = "pod-template-hash";
  private static final String REVISION = "controller-revision-hash";
  private static final String[] NODE_TERMS = {
    "spec",
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms"
  };

  private static final String NUMBER = "deployment.kubernetes.io/revision";

  private final Objects objects;
  private final Store store;

  WorkloadControllers(Objects objects) {
    this.objects = objects;
    this.store = objects.store();
  }

  void round() {
    present(Resources.DEPLOYMENT).forEach(this::deployment);
    present(Resources.REPLICA_SET).forEach(each -> replicas(Resources.REPLICA_SET, each));
    present(Resources.STATEFUL_SET).forEach(each -> replicas(Resources.STATEFUL_SET, each));
    present(Resources.DAEMON_SET).forEach(this::daemons);
  }

  private List<Document> present(Resource resource) {
    return store.list(resource, "").stream().filter(each -> !Meta.isDeleting(each)).toList();
  }

  private void deployment(Document deployment) {
    Document template = deployment.at("spec", "template");
    String hash = hash(template);
    String name = Meta.name(deployment) + "-" + hash;
    long newest = 0;
    for (Document each : owned(Resources.REPLICA_SET, deployment)) {
      newest = Math.max(newest, revision(each));
      if (!Meta.name(each).equals(name)) {
        retire(each);
      }
    }
    Document set =
        store
            .get(Resources.REPLICA_SET, Meta.namespace(deployment), name)
            .orElseGet(() -> replicaSet(deployment, template, name, hash));
    Document wanted = deployment.at("spec", "replicas");
    store.put(
        Store.Key.of(Resources.REPLICA_SET, set),
        live -> live.isNothing() ? live : live.with(wanted, "spec", "replicas"));
    if (revision(set) == 0 || revision(set) < newest) {
      number(set, newest + 1);
    }
    List<Document> pods = owned(Resources.POD, set);
    int ready = ready(pods);
    int desired = wanted.integer().orElse(0L).intValue();
    boolean met = ready >= desired;
    Map<String, Object> available =
        Pods.condition(
            "Available", met, met ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable");
    status(
        Resources.DEPLOYMENT,
        deployment,
        Map.of(
            "replicas", pods.size(),
            "updatedReplicas", pods.size(),
            "readyReplicas", ready,
            "availableReplicas", ready,
            "unavailableReplicas", Math.max(0, desired - ready),
            "conditions", List.of(available)));
  }

  /// Former templates stay, so that somebody can go back to them.
  private void retire(Document set) {
    if (set.at("spec", "replicas").integer().orElse(0L) != 0) {
      store.put(
          Store.Key.of(Resources.REPLICA_SET, set),
          live -> live.isNothing() ? live : live.with(Document.of(0), "spec", "replicas"));
    }
  }

  private static long revision(Document set) {
    return set.at("metadata", "annotations", NUMBER).text().map(Long::parseLong).orElse(0L);
  }

  private void number(Document set, long revision) {
    store.put(
        Store.Key.of(Resources.REPLICA_SET, set),
        live ->
            live.isNothing()
                ? live
                : live.with(
                    Document.of(Long.toString(revision)), "metadata", "annotations", NUMBER));
  }

  private Document replicaSet(Document deployment, Document template, String name, String hash) {
    Document labelled = template.with(hash, "metadata", "labels", HASH);
    Document set =
        Document.of(
            Map.of(
                "metadata",
                Map.of(
                    "name", name,
                    "labels", labelled.at("metadata", "labels"),
                    "ownerReferences", List.of(controller(deployment))),
                "spec",
                Map.of(
                    "replicas", deployment.at("spec", "replicas"),
                    "selector", deployment.at("spec", "selector").with(hash, "matchLabels", HASH),
                    "template", labelled)));
    return objects.create(
        Resources.REPLICA_SET, Meta.namespace(deployment), set, Controllers.WRITE);
  }

  private void replicas(Resource resource, Document set) {
    List<Document> pods = owned(Resources.POD, set);
    int desired = set.at("spec", "replicas").integer().orElse(0L).intValue();
    for (int i = pods.size(); i < desired; i++) {
      createPod(set, set.at("spec", "template"));
    }
    pods.stream().skip(desired).forEach(each -> delete(Resources.POD, each));
    int ready = ready(pods);
    status(
        resource,
        set,
        Map.of("replicas", pods.size(), "readyReplicas", ready, "availableReplicas", ready));
  }

  private void daemons(Document set) {
    Set<String> nodes =
        store.list(Resources.NODE, "").stream().map(Meta::name).collect(Collectors.toSet());
    int desired = nodes.size();
    Document template = set.at("spec", "template");
    String hash = hash(template);
    int ready = 0;
    for (Document pod : owned(Resources.POD, set)) {
      boolean current = hash.equals(Meta.labels(pod).get(REVISION));
      if (!current || !nodes.remove(daemonNode(pod))) {
        delete(Resources.POD, pod);
      } else if (Pods.isReady(pod)) {
        ready++;
      }
    }
    for (String node : nodes) {
      createPod(
          set,
          template
              .with(List.of(Map.of("matchFields", List.of(onNode(node)))), NODE_TERMS)
              .with(hash, "metadata", "labels", REVISION));
    }
    status(
        Resources.DAEMON_SET,
        set,
        Map.of(
            "desiredNumberScheduled", desired,
            "currentNumberScheduled", desired,
            "updatedNumberScheduled", desired,
            "numberMisscheduled", 0,
            "numberReady", ready,
            "numberAvailable", ready));
  }

  private static Map<String, Object> onNode(String node) {
    return Map.of("key", "metadata.name", "operator", "In", "values", List.of(node));
  }

  /// The node that a DaemonSet's pod is for, whether or not it has got there; empty for others.
  static String daemonNode(Document pod) {
    return pod.at(NODE_TERMS).stream()
        .flatMap(term -> term.at("matchFields").stream())
        .flatMap(each -> each.at("values").texts().stream())
        .findFirst()
        .orElse("");
  }

  private void createPod(Document owner, Document template) {
    Document pod =
        template
            .with(Meta.name(owner) + "-", "metadata", "generateName")
            .with(List.of(controller(owner)), "metadata", "ownerReferences");
    objects.create(Resources.POD, Meta.namespace(owner), pod, Controllers.WRITE);
  }

  private void delete(Resource resource, Document object) {
    objects.delete(Store.Key.of(resource, object), false, false);
  }

  private void status(Resource resource, Document object, Map<String, Object> status) {
    Document seen = object.at("metadata", "generation");
    objects.status(
        Store.Key.of(resource, object), _ -> Document.of(status).with(seen, "observedGeneration"));
  }

  private List<Document> owned(Resource resource, Document owner) {
    String uid = Meta.uid(owner);
    return store.list(resource, Meta.namespace(owner)).stream()
        .filter(
            each ->
                each.at("metadata", "ownerReferences").stream()
                    .anyMatch(reference -> reference.at("uid").textOrEmpty().equals(uid)))
        .toList();
  }

  private static Document controller(Document owner) {
    return Document.of(Controllers.reference(owner))
        .without("namespace")
        .with(true, "controller")
        .with(true, "blockOwnerDeletion");
  }

  private static int ready(List<Document> pods) {
    return (int) pods.stream().filter(Pods::isReady).count();
  }

  private static String hash(Document template) {
    String digits = Integer.toUnsignedString(Documents.json(template).hashCode());
    return digits
        .chars()
        .mapToObj(each -> String.valueOf(LETTERS.charAt(each % LETTERS.length())))
        .collect(Collectors.joining());
  }
}
