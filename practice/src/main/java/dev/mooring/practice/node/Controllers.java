package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.ApiFailure;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The controller manager, which looks at everything again after every change.
public final class Controllers {
  private static final Logger LOG = LoggerFactory.getLogger(Controllers.class);
  static final Objects.Write WRITE = Objects.Write.by("kube-controller-manager");

  private final Objects objects;
  private final Store store;
  private final WorkloadControllers workloads;
  private final Map<String, Map<String, Object>> namespaceConfig;

  /// @param namespaceConfig ConfigMaps that every namespace gets: name to data
  public Controllers(Objects objects, Map<String, Map<String, Object>> namespaceConfig) {
    this.objects = objects;
    this.store = objects.store();
    this.workloads = new WorkloadControllers(objects);
    this.namespaceConfig = namespaceConfig;
  }

  /// One look at everything; a conflict is settled by the next round.
  public void round() {
    try {
      store.list(Resources.NAMESPACE, "").forEach(this::namespace);
      store.list(Resources.CLAIM, "").forEach(this::claim);
      workloads.round();
      store.list(Resources.SERVICE, "").forEach(this::endpoints);
      collectVolumes();
    } catch (ApiFailure e) {
      LOG.debug("A controller's write was refused; the next round tries again", e);
    }
  }

  private void namespace(Document namespace) {
    if (!Meta.isDeleting(namespace)) {
      String name = Meta.name(namespace);
      make(Resources.SERVICE_ACCOUNT, name, "default", Map.of());
      namespaceConfig.forEach(
          (config, data) -> make(Resources.CONFIG_MAP, name, config, Map.of("data", data)));
    }
  }

  private void make(Resource resource, String namespace, String name, Map<String, Object> rest) {
    if (store.get(resource, namespace, name).isEmpty()) {
      Document object = Document.of(rest).with(name, "metadata", "name");
      objects.create(resource, namespace, object, WRITE);
    }
  }

  private void claim(Document claim) {
    Document spec = claim.at("spec");
    String storageClass = spec.at("storageClassName").textOrEmpty();
    if (!claim.at("status", "phase").textOrEmpty().equals("Pending")
        || store.get(Resources.STORAGE_CLASS, "", storageClass).isEmpty()) {
      return;
    }
    String volume = "pvc-" + Meta.uid(claim);
    Map<String, Object> made =
        Map.of(
            "capacity", spec.at("resources", "requests"),
            "accessModes", spec.at("accessModes"),
            "persistentVolumeReclaimPolicy", "Delete",
            "storageClassName", storageClass,
            "claimRef", reference(claim));
    make(Resources.VOLUME, "", volume, Map.of("spec", made, "status", Map.of("phase", "Bound")));
    store.put(
        Store.Key.of(Resources.CLAIM, claim),
        live ->
            live.with(volume, "spec", "volumeName")
                .with("Bound", "status", "phase")
                .with(live.at("spec", "accessModes"), "status", "accessModes")
                .with(live.at("spec", "resources", "requests"), "status", "capacity"));
  }

  private void collectVolumes() {
    Set<String> claims =
        store.list(Resources.CLAIM, "").stream().map(Meta::uid).collect(Collectors.toSet());
    for (Document each : store.list(Resources.VOLUME, "")) {
      if (!claims.contains(each.at("spec", "claimRef", "uid").textOrEmpty())) {
        objects.delete(Store.Key.of(Resources.VOLUME, each), false, false);
      }
    }
  }

  private void endpoints(Document service) {
    Document selector = Document.of(Map.of("matchLabels", service.at("spec", "selector")));
    String namespace = Meta.namespace(service);
    String name = Meta.name(service);
    if (service.at("spec", "selector").strings().isEmpty()) {
      return;
    }
    List<Map<String, Object>> addresses =
        store.list(Resources.POD, namespace).stream()
            .filter(Pods::isReady)
            .filter(each -> Selectors.matches(selector, Meta.labels(each)))
            .map(Controllers::address)
            .toList();
    List<Map<String, Object>> ports =
        service.at("spec", "ports").stream().map(Controllers::port).toList();
    List<Object> subsets =
        addresses.isEmpty() ? List.of() : List.of(Map.of("addresses", addresses, "ports", ports));
    make(
        Resources.ENDPOINTS,
        namespace,
        name,
        Map.of("metadata", Map.of("ownerReferences", List.of(reference(service)))));
    store.put(
        new Store.Key(Resources.ENDPOINTS, namespace, name), live -> live.with(subsets, "subsets"));
  }

  private static Map<String, Object> address(Document pod) {
    return Map.of(
        "ip", pod.at("status", "podIP"),
        "nodeName", pod.at("spec", "nodeName"),
        "targetRef", reference(pod));
  }

  private static Map<String, Object> port(Document port) {
    return Map.of(
        "name", port.at("name").textOrEmpty(), "port", port.at("port"), "protocol", "TCP");
  }

  /// How one object names another.
  static Map<String, Object> reference(Document object) {
    return Map.of(
        "apiVersion", object.at("apiVersion"),
        "kind", object.at("kind"),
        "namespace", object.at("metadata", "namespace"),
        "name", object.at("metadata", "name"),
        "uid", object.at("metadata", "uid"));
  }
}
