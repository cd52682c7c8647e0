package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.pki.Authority;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The objects that a cluster has before anybody uses it, and what it can be given to play with.
final class Seeds {
  static final Set<String> IMAGES =
      Set.of(
          "registry.istio.io/release/pilot:1.31.0",
          "registry.istio.io/release/proxyv2:1.31.0",
          "docker.io/library/registry:3.1.2",
          "lab.test/tools:1",
          "lab.test/dlv:1.27.2",
          "lab.test/hello-plain:1",
          "lab.test/hello-trimpath:1",
          "lab.test/hello-noopt:1",
          "lab.test/hello-stripped:1",
          "registry.k8s.io/pause:3.10.1");

  private final Objects objects;

  Seeds(Objects objects) {
    this.objects = objects;
  }

  /// @param nodes at most 26: `node-a`, `node-b` and so on
  void plant(int nodes, boolean istio, X509Certificate meshRoot) {
    Templates.read("cluster", Map.of()).forEach(this::create);
    for (int i = 0; i < nodes; i++) {
      node("node-" + (char) ('a' + i), i);
    }
    if (istio) {
      Templates.read("istio", Map.of("$BUNDLE", Authority.bundle(meshRoot))).forEach(this::create);
      new Resources(true).all().stream().filter(Resource::custom).forEach(this::definition);
    }
  }

  private void node(String name, int number) {
    List<Map<String, Object>> images =
        IMAGES.stream()
            .map(each -> Map.<String, Object>of("names", List.of(each), "sizeBytes", 1_000_000))
            .toList();
    Map<String, String> values =
        Map.of(
            "$NAME", name,
            "$ADDRESS", "10.98.0." + (11 + number),
            "$PODS", "10.244." + number + ".0/24");
    Templates.read("node", values).forEach(each -> create(each.with(images, "status", "images")));
  }

  private void definition(Resource each) {
    Map<String, String> values =
        Map.of(
            "$GROUP", each.group(),
            "$VERSION", each.version(),
            "$KIND", each.kind(),
            "$PLURAL", each.plural());
    Templates.read("crd", values).forEach(this::create);
  }

  /// Something of a user's own to forward to and to look at.
  void hello(String namespace) {
    if (objects.store().get(Resources.NAMESPACE, "", namespace).isEmpty()) {
      Document made = Document.of(Map.of("apiVersion", "v1", "kind", "Namespace"));
      create(made.with(namespace, "metadata", "name"));
    }
    Templates.read("hello", Map.of())
        .forEach(each -> create(each.with(namespace, "metadata", "namespace")));
  }

  private void create(Document object) {
    objects.create(
        Resources.of(object), Meta.namespace(object), object, Objects.Write.by("practice"));
  }
}
