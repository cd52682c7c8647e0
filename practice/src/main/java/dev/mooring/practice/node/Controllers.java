package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.api.ApiFailure;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The controller manager: one thread that looks at everything again after every change.
public final class Controllers {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
  private static final Objects.Write WRITE = Objects.Write.by("kube-controller-manager");

  private final Objects objects;
  private final Store store;
  private final Map<String, Map<String, Object>> namespaceConfig;

  /// @param namespaceConfig ConfigMaps that every namespace gets: name to data
  public Controllers(Objects objects, Map<String, Map<String, Object>> namespaceConfig) {
    this.objects = objects;
    this.store = objects.store();
    this.namespaceConfig = namespaceConfig;
  }

  /// Works until the store closes or the thread is interrupted.
  public void run() {
    long seen = 0;
    try {
      while (!store.closed()) {
        long now = store.version();
        if (now != seen) {
          seen = now;
          round();
        } else {
          store.after(seen, 500);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One look at everything; a conflict is settled by the next round.
  public void round() {
    try {
      store.list(Resources.NAMESPACE, "").forEach(this::namespace);
      store.list(Resources.CLAIM, "").forEach(this::claim);
      store.list(Resources.DEPLOYMENT, "").forEach(this::deployment);
      store.list(Resources.REPLICA_SET, "").forEach(each -> replicas(Resources.REPLICA_SET, each));
      store
          .list(Resources.STATEFUL_SET, "")
          .forEach(each -> replicas(Resources.STATEFUL_SET, each));
      store.list(Resources.DAEMON_SET, "").forEach(this::daemons);
      store.list(Resources.SERVICE, "").forEach(this::endpoints);
      collectVolumes();
    } catch (ApiFailure e) {
      LOG.debug("A controller's write was refused; the next round tries again", e);
    }
  }

  private void namespace(Document namespace) {
    String name = namespace.at("metadata", "name").textOrEmpty();
    if (!namespace.at("metadata", "deletionTimestamp").isNothing()) {
      return;
    }
    if (store.get(Resources.SERVICE_ACCOUNT, name, "default").isEmpty()) {
      objects.create(
          Resources.SERVICE_ACCOUNT,
          name,
          Document.of(Map.of("metadata", Map.of("name", "default"))),
          WRITE);
    }
    namespaceConfig.forEach(
        (config, data) -> {
          if (store.get(Resources.CONFIG_MAP, name, config).isEmpty()) {
            objects.create(
                Resources.CONFIG_MAP,
                name,
                Document.of(Map.of("metadata", Map.of("name", config), "data", data)),
                WRITE);
          }
        });
  }

  private void claim(Document claim) {
    if (!claim.at("status", "phase").textOrEmpty().equals("Pending")
        || claim.at("spec", "storageClassName").textOrEmpty().isEmpty()) {
      return;
    }
    String storageClass = claim.at("spec", "storageClassName").textOrEmpty();
    if (store.get(Resources.STORAGE_CLASS, "", storageClass).isEmpty()) {
      return;
    }
    String volume = "pvc-" + claim.at("metadata", "uid").textOrEmpty();
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("capacity", claim.at("spec", "resources", "requests"));
    spec.put("accessModes", claim.at("spec", "accessModes"));
    spec.put("persistentVolumeReclaimPolicy", "Delete");
    spec.put("storageClassName", storageClass);
    spec.put(
        "claimRef",
        Map.of(
            "kind", "PersistentVolumeClaim",
            "namespace", claim.at("metadata", "namespace"),
            "name", claim.at("metadata", "name"),
            "uid", claim.at("metadata", "uid")));
    if (store.get(Resources.VOLUME, "", volume).isEmpty()) {
      objects.create(
          Resources.VOLUME,
          "",
          Document.of(
              Map.of(
                  "metadata",
                  Map.of("name", volume),
                  "spec",
                  spec,
                  "status",
                  Map.of("phase", "Bound"))),
          WRITE);
    }
    store.put(
        key(Resources.CLAIM, claim),
        live ->
            live.with(volume, "spec", "volumeName")
                .with("Bound", "status", "phase")
                .with(live.at("spec", "accessModes"), "status", "accessModes")
                .with(live.at("spec", "resources", "requests"), "status", "capacity"));
  }

  private void collectVolumes() {
    Set<String> claims = new HashSet<>();
    store.list(Resources.CLAIM, "").forEach(each -> claims.add(uid(each)));
    for (Document each : store.list(Resources.VOLUME, "")) {
      if (!claims.contains(each.at("spec", "claimRef", "uid").textOrEmpty())) {
        objects.delete(key(Resources.VOLUME, each), false, false);
      }
    }
  }

  private void deployment(Document deployment) {
    if (going(deployment)) {
      return;
    }
    Document template = deployment.at("spec", "template");
    String hash = Integer.toHexString(Documents.json(template).hashCode());
    String namespace = deployment.at("metadata", "namespace").textOrEmpty();
    String name = deployment.at("metadata", "name").textOrEmpty() + "-" + hash;
    for (Document each : owned(Resources.REPLICA_SET, namespace, deployment)) {
      if (!each.at("metadata", "name").textOrEmpty().equals(name)) {
        objects.delete(key(Resources.REPLICA_SET, each), false, false);
      }
    }
    Document current = store.get(Resources.REPLICA_SET, namespace, name).orElse(Document.nothing());
    if (current.isNothing()) {
      Document labelled = template.with(hash, "metadata", "labels", "pod-template-hash");
      Map<String, Object> spec = new LinkedHashMap<>();
      spec.put("replicas", deployment.at("spec", "replicas"));
      spec.put(
          "selector",
          deployment.at("spec", "selector").with(hash, "matchLabels", "pod-template-hash"));
      spec.put("template", labelled);
      current =
          objects.create(
              Resources.REPLICA_SET,
              namespace,
              Document.of(
                  Map.of(
                      "metadata",
                      Map.of(
                          "name", name,
                          "labels", labelled.at("metadata", "labels"),
                          "ownerReferences", List.of(reference("apps/v1", deployment))),
                      "spec",
                      spec)),
              WRITE);
    } else if (!current.at("spec", "replicas").equals(deployment.at("spec", "replicas"))) {
      current =
          store.put(
              key(Resources.REPLICA_SET, current),
              live -> live.with(deployment.at("spec", "replicas"), "spec", "replicas"));
    }
    List<Document> pods = owned(Resources.POD, namespace, current);
    int ready = (int) pods.stream().filter(Controllers::ready).count();
    int desired = number(deployment, "spec", "replicas");
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("observedGeneration", deployment.at("metadata", "generation"));
    status.put("replicas", pods.size());
    status.put("updatedReplicas", pods.size());
    status.put("readyReplicas", ready);
    status.put("availableReplicas", ready);
    status.put("unavailableReplicas", Math.max(0, desired - ready));
    status.put(
        "conditions",
        List.of(
            condition(
                "Available",
                ready >= desired,
                ready >= desired ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable")));
    objects.status(key(Resources.DEPLOYMENT, deployment), _ -> Document.of(status));
  }

  private void replicas(Resource resource, Document set) {
    if (going(set)) {
      return;
    }
    String namespace = set.at("metadata", "namespace").textOrEmpty();
    List<Document> pods = owned(Resources.POD, namespace, set);
    int desired = number(set, "spec", "replicas");
    for (int i = pods.size(); i < desired; i++) {
      createPod(set, "", "");
    }
    for (int i = desired; i < pods.size(); i++) {
      objects.delete(key(Resources.POD, pods.get(i)), false, false);
    }
    int ready = (int) pods.stream().filter(Controllers::ready).count();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("observedGeneration", set.at("metadata", "generation"));
    status.put("replicas", pods.size());
    status.put("readyReplicas", ready);
    status.put("availableReplicas", ready);
    objects.status(key(resource, set), _ -> Document.of(status));
  }

  private void daemons(Document set) {
    if (going(set)) {
      return;
    }
    String namespace = set.at("metadata", "namespace").textOrEmpty();
    Set<String> nodes = new HashSet<>();
    store
        .list(Resources.NODE, "")
        .forEach(each -> nodes.add(each.at("metadata", "name").textOrEmpty()));
    int desired = nodes.size();
    String hash = Integer.toHexString(Documents.json(set.at("spec", "template")).hashCode());
    int ready = 0;
    for (Document pod : owned(Resources.POD, namespace, set)) {
      boolean old =
          !pod.at("metadata", "labels", "controller-revision-hash").textOrEmpty().equals(hash);
      if (old || !nodes.remove(daemonNode(pod))) {
        objects.delete(key(Resources.POD, pod), false, false);
      } else if (ready(pod)) {
        ready++;
      }
    }
    for (String node : nodes) {
      createPod(set, node, hash);
    }
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("observedGeneration", set.at("metadata", "generation"));
    status.put("desiredNumberScheduled", desired);
    status.put("currentNumberScheduled", desired);
    status.put("updatedNumberScheduled", desired);
    status.put("numberMisscheduled", 0);
    status.put("numberReady", ready);
    status.put("numberAvailable", ready);
    objects.status(key(Resources.DAEMON_SET, set), _ -> Document.of(status));
  }

  private void createPod(Document owner, String node, String hash) {
    Document template = owner.at("spec", "template");
    Document pod =
        template
            .with(owner.at("metadata", "name").textOrEmpty() + "-", "metadata", "generateName")
            .with(List.of(reference("apps/v1", owner)), "metadata", "ownerReferences");
    if (!node.isEmpty()) {
      pod =
          pod.with(
                  List.of(Map.of("matchFields", List.of(onNode(node)))),
                  "spec",
                  "affinity",
                  "nodeAffinity",
                  "requiredDuringSchedulingIgnoredDuringExecution",
                  "nodeSelectorTerms")
              .with(hash, "metadata", "labels", "controller-revision-hash");
    }
    objects.create(Resources.POD, owner.at("metadata", "namespace").textOrEmpty(), pod, WRITE);
  }

  private static Map<String, Object> onNode(String node) {
    return Map.of("key", "metadata.name", "operator", "In", "values", List.of(node));
  }

  /// The node that a DaemonSet's pod is for, whether or not it has got there; empty for others.
  static String daemonNode(Document pod) {
    return pod
        .at(
            "spec",
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms")
        .stream()
        .flatMap(term -> term.at("matchFields").stream())
        .flatMap(each -> each.at("values").texts().stream())
        .findFirst()
        .orElse("");
  }

  private void endpoints(Document service) {
    Document selector = service.at("spec", "selector");
    String namespace = service.at("metadata", "namespace").textOrEmpty();
    if (selector.strings().isEmpty()) {
      return;
    }
    List<Object> addresses = new ArrayList<>();
    for (Document pod : store.list(Resources.POD, namespace)) {
      if (ready(pod)
          && Selectors.matches(
              Document.of(Map.of("matchLabels", selector)),
              pod.at("metadata", "labels").strings())) {
        addresses.add(
            Map.of(
                "ip", pod.at("status", "podIP"),
                "nodeName", pod.at("spec", "nodeName"),
                "targetRef",
                    Map.of(
                        "kind",
                        "Pod",
                        "namespace",
                        namespace,
                        "name",
                        pod.at("metadata", "name"),
                        "uid",
                        pod.at("metadata", "uid"))));
      }
    }
    List<Object> ports = new ArrayList<>();
    for (Document port : service.at("spec", "ports").items()) {
      ports.add(
          Map.of(
              "name", port.at("name").textOrEmpty(),
              "port", port.at("port").integer().orElse(0L).intValue(),
              "protocol", "TCP"));
    }
    List<Object> subsets =
        addresses.isEmpty() ? List.of() : List.of(Map.of("addresses", addresses, "ports", ports));
    String name = service.at("metadata", "name").textOrEmpty();
    if (store.get(Resources.ENDPOINTS, namespace, name).isEmpty()) {
      objects.create(
          Resources.ENDPOINTS,
          namespace,
          Document.of(
              Map.of(
                  "metadata",
                  Map.of("name", name, "ownerReferences", List.of(reference("v1", service))),
                  "subsets",
                  subsets)),
          WRITE);
    } else {
      store.put(
          new Store.Key(Resources.ENDPOINTS, namespace, name),
          live -> live.with(subsets, "subsets"));
    }
  }

  private List<Document> owned(Resource resource, String namespace, Document owner) {
    String uid = uid(owner);
    return store.list(resource, namespace).stream()
        .filter(
            each ->
                each.at("metadata", "ownerReferences").stream()
                    .anyMatch(reference -> reference.at("uid").textOrEmpty().equals(uid)))
        .toList();
  }

  private static Map<String, Object> reference(String apiVersion, Document owner) {
    return Map.of(
        "apiVersion",
        apiVersion,
        "kind",
        owner.at("kind"),
        "name",
        owner.at("metadata", "name"),
        "uid",
        owner.at("metadata", "uid"),
        "controller",
        true,
        "blockOwnerDeletion",
        true);
  }

  static Map<String, Object> condition(String type, boolean met, String reason) {
    return Map.of("type", type, "status", met ? "True" : "False", "reason", reason);
  }

  static boolean ready(Document pod) {
    return pod.at("status", "conditions").stream()
        .anyMatch(
            each ->
                each.at("type").textOrEmpty().equals("Ready")
                    && each.at("status").textOrEmpty().equals("True"));
  }

  private static boolean going(Document object) {
    return !object.at("metadata", "deletionTimestamp").isNothing();
  }

  private static int number(Document object, String... path) {
    return object.at(path).integer().orElse(0L).intValue();
  }

  private static String uid(Document object) {
    return object.at("metadata", "uid").textOrEmpty();
  }

  static Store.Key key(Resource resource, Document object) {
    return new Store.Key(
        resource,
        object.at("metadata", "namespace").textOrEmpty(),
        object.at("metadata", "name").textOrEmpty());
  }
}
