package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import dev.mooring.practice.pki.Authority;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The objects that a cluster has before anybody uses it.
final class Seeds {
  private static final String PILOT = "registry.istio.io/release/pilot:1.31.0";
  static final Set<String> IMAGES =
      Set.of(
          PILOT,
          "registry.istio.io/release/proxyv2:1.31.0",
          "docker.io/library/registry:3.1.2",
          "lab.test/tools:1",
          "lab.test/dlv:1.27.2",
          "lab.test/hello-plain:1",
          "lab.test/hello-trimpath:1",
          "lab.test/hello-noopt:1",
          "lab.test/hello-stripped:1",
          "registry.k8s.io/pause:3.10.1");

  private static final Objects.Write WRITE = Objects.Write.by("practice");
  private final Objects objects;

  Seeds(Objects objects) {
    this.objects = objects;
  }

  /// @param nodes at most 26: `node-a`, `node-b` and so on
  void plant(int nodes, boolean istio, X509Certificate meshRoot) {
    for (String each : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      make(Resources.NAMESPACE, "", each, Map.of());
    }
    for (int i = 0; i < nodes; i++) {
      node("node-" + (char) ('a' + i), "10.98.0." + (11 + i), "10.244." + i + ".0/24");
    }
    objects.create(
        Resources.STORAGE_CLASS,
        "",
        Document.of(
            Map.of(
                "metadata",
                Map.of(
                    "name",
                    "standard",
                    "annotations",
                    Map.of("storageclass.kubernetes.io/is-default-class", "true")),
                "provisioner",
                "dev.mooring/practice",
                "reclaimPolicy",
                "Delete",
                "volumeBindingMode",
                "Immediate")),
        WRITE);
    if (istio) {
      istio(meshRoot);
    }
  }

  private void make(Resource resource, String namespace, String name, Map<String, Object> rest) {
    Map<String, Object> object = new LinkedHashMap<>(rest);
    object.put("metadata", Map.of("name", name));
    objects.create(resource, namespace, Document.of(object), WRITE);
  }

  private void node(String name, String address, String pods) {
    Map<String, Object> labels =
        Map.of(
            "kubernetes.io/hostname", name,
            "kubernetes.io/os", "linux",
            "kubernetes.io/arch", "amd64");
    List<Object> images = new ArrayList<>();
    IMAGES.forEach(each -> images.add(Map.of("names", List.of(each), "sizeBytes", 1_000_000)));
    Map<String, Object> capacity = Map.of("cpu", "2", "memory", "8Gi", "pods", "110");
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("architecture", "amd64");
    info.put("operatingSystem", "linux");
    info.put("containerRuntimeVersion", "containerd://2.2.9");
    info.put("kubeletVersion", "v1.35.4");
    info.put("kernelVersion", "6.12.0");
    info.put("osImage", "Practice node (no processes)");
    objects.create(
        Resources.NODE,
        "",
        Document.of(
            Map.of(
                "metadata", Map.of("name", name, "labels", labels),
                "spec", Map.of("podCIDR", pods, "podCIDRs", List.of(pods)),
                "status",
                    Map.of(
                        "addresses",
                        List.of(
                            Map.of("type", "InternalIP", "address", address),
                            Map.of("type", "Hostname", "address", name)),
                        "capacity",
                        capacity,
                        "allocatable",
                        capacity,
                        "conditions",
                        List.of(
                            Map.of("type", "Ready", "status", "True", "reason", "KubeletReady")),
                        "images",
                        images,
                        "nodeInfo",
                        info))),
        WRITE);
  }

  private void istio(X509Certificate root) {
    String namespace = "istio-system";
    make(Resources.NAMESPACE, "", namespace, Map.of());
    make(
        Resources.CONFIG_MAP,
        namespace,
        "istio",
        Map.of(
            "data",
            Map.of(
                "mesh",
                "accessLogFile: /dev/stdout\nrootNamespace: istio-system\ntrustDomain: cluster.local\n")));
    make(Resources.SERVICE_ACCOUNT, namespace, "istiod", Map.of());
    Map<String, Object> labels =
        Map.of(
            "app", "istiod",
            "istio", "pilot",
            "istio.io/rev", "default",
            "sidecar.istio.io/inject", "false");
    Map<String, Object> selector = Map.of("app", "istiod", "istio", "pilot");
    List<Object> ports = new ArrayList<>();
    for (int port : new int[] {15010, 15012, 443, 15014}) {
      ports.add(Map.of("name", "port-" + port, "port", port));
    }
    labelled(
        Resources.SERVICE,
        namespace,
        "istiod",
        labels,
        Map.of("spec", Map.of("selector", selector, "ports", ports)));
    labelled(
        Resources.DEPLOYMENT,
        namespace,
        "istiod",
        labels,
        Map.of(
            "spec",
            Map.of(
                "selector", Map.of("matchLabels", selector),
                "template",
                    Map.of(
                        "metadata", Map.of("labels", labels),
                        "spec",
                            Map.of(
                                "serviceAccountName",
                                "istiod",
                                "containers",
                                List.of(Map.of("name", "discovery", "image", PILOT)))))));
    labelled(
        Resources.WEBHOOK,
        "",
        "istio-sidecar-injector",
        Map.of("app", "sidecar-injector", "istio.io/rev", "default"),
        Map.of("webhooks", webhooks(root)));
    for (Resource each : new Resources(true).all()) {
      if (each.group().endsWith("istio.io")) {
        definition(each);
      }
    }
  }

  private void labelled(
      Resource resource,
      String namespace,
      String name,
      Map<String, Object> labels,
      Map<String, Object> rest) {
    Map<String, Object> object = new LinkedHashMap<>(rest);
    object.put("metadata", Map.of("name", name, "labels", labels));
    objects.create(resource, namespace, Document.of(object), WRITE);
  }

  private static List<Object> webhooks(X509Certificate root) {
    String bundle =
        Base64.getEncoder().encodeToString(Authority.pem(root).getBytes(StandardCharsets.US_ASCII));
    List<Object> webhooks = new ArrayList<>();
    for (String each : List.of("namespace", "object", "rev.namespace", "rev.object")) {
      webhooks.add(
          Map.of(
              "name",
              each + ".sidecar-injector.istio.io",
              "clientConfig",
              Map.of(
                  "service",
                  Map.of(
                      "name", "istiod",
                      "namespace", "istio-system",
                      "path", "/inject",
                      "port", 443),
                  "caBundle",
                  bundle),
              "failurePolicy",
              "Fail",
              "sideEffects",
              "None",
              "admissionReviewVersions",
              List.of("v1")));
    }
    return webhooks;
  }

  private void definition(Resource each) {
    Map<String, Object> spec =
        Map.of(
            "group", each.group(),
            "scope", "Namespaced",
            "names", Map.of("kind", each.kind(), "plural", each.plural()),
            "versions", List.of(Map.of("name", "v1", "served", true, "storage", true)));
    Document created =
        objects.create(
            Resources.CRD,
            "",
            Document.of(
                Map.of(
                    "metadata", Map.of("name", each.plural() + "." + each.group()), "spec", spec)),
            WRITE);
    objects.status(
        new Store.Key(Resources.CRD, "", created.at("metadata", "name").textOrEmpty()),
        _ ->
            Document.of(
                Map.of("conditions", List.of(Map.of("type", "Established", "status", "True")))));
  }
}
