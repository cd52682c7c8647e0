package dev.mooring.practice.node;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Istio's sidecar injector, as far as the objects show.
public final class Injector {
  public static final String PROXY_IMAGE = "registry.istio.io/release/proxyv2:1.31.0";
  private static final String PROXY = "istio-proxy";
  private static final String PROXIES = "[\"" + PROXY + "\"]";
  private final Store store;
  private volatile boolean present = true;

  public Injector(Store store) {
    this.store = store;
  }

  /// Whether the mesh is there at all.
  public void present(boolean present) {
    this.present = present;
  }

  public Document mutate(Document pod) {
    Document spec = pod.at("spec");
    Document named =
        spec.at("serviceAccountName").isNothing()
            ? pod.with("default", "spec", "serviceAccountName")
            : pod;
    return present && wanted(named) ? injected(named) : named;
  }

  private boolean wanted(Document pod) {
    String label = pod.at("metadata", "labels", "sidecar.istio.io/inject").textOrEmpty();
    if (label.equals("false") || pod.at("spec", "hostNetwork").isTrue()) {
      return false;
    }
    Map<String, String> namespace =
        store
            .get(Resources.NAMESPACE, "", Meta.namespace(pod))
            .orElse(Document.nothing())
            .at("metadata", "labels")
            .strings();
    return label.equals("true")
        || "enabled".equals(namespace.get("istio-injection"))
        || "default".equals(namespace.get("istio.io/rev"));
  }

  private static Document injected(Document pod) {
    String template = pod.at("metadata", "annotations", "inject.istio.io/templates").textOrEmpty();
    Document result = template.equals("gateway") ? gateway(pod) : sidecar(pod);
    return result
        .with("istio", "metadata", "labels", "security.istio.io/tlsMode")
        .with("default", "metadata", "annotations", "istio.io/rev");
  }

  private static Document gateway(Document pod) {
    List<Document> containers = new ArrayList<>();
    for (Document each : pod.at("spec", "containers").items()) {
      containers.add(
          each.at("image").textOrEmpty().equals("auto")
              ? each.with(PROXY_IMAGE, "image").with(user(), "securityContext")
              : each);
    }
    return pod.with(containers, "spec", "containers");
  }

  /// As an init container that stays, unless the pod wants none of those.
  private static Document sidecar(Document pod) {
    boolean ordinary =
        pod.at("metadata", "annotations", "sidecar.istio.io/nativeSidecar")
            .textOrEmpty()
            .equals("false");
    String list = ordinary ? "containers" : "initContainers";
    return pod.with(ordinary ? besideContainers(pod) : beforeInitContainers(pod), "spec", list)
        .with(
            "{\"initContainers\":%s,\"containers\":%s,\"revision\":\"default\"}"
                .formatted(ordinary ? "null" : PROXIES, ordinary ? PROXIES : "null"),
            "metadata",
            "annotations",
            "sidecar.istio.io/status");
  }

  private static List<Document> beforeInitContainers(Document pod) {
    List<Document> init = new ArrayList<>();
    init.add(proxy(Document.of(Map.of())).with("Always", "restartPolicy"));
    init.addAll(pod.at("spec", "initContainers").items());
    return init;
  }

  /// What the pod says of a container of the proxy's name is kept, its image replaced.
  private static List<Document> besideContainers(Document pod) {
    List<Document> containers = new ArrayList<>();
    boolean named = false;
    for (Document each : pod.at("spec", "containers").items()) {
      boolean proxy = each.at("name").textOrEmpty().equals(PROXY);
      named |= proxy;
      containers.add(proxy ? proxy(each) : each);
    }
    if (!named) {
      containers.add(proxy(Document.of(Map.of())));
    }
    return containers;
  }

  private static Document proxy(Document asked) {
    String image = asked.at("image").textOrEmpty();
    return asked
        .with(PROXY, "name")
        .with(image.isEmpty() || image.equals("auto") ? PROXY_IMAGE : image, "image")
        .with(List.of("proxy", "sidecar"), "args")
        .with(user(), "securityContext");
  }

  private static Map<String, Object> user() {
    return Map.of("runAsUser", 1337, "runAsGroup", 1337, "runAsNonRoot", true);
  }
}
