package dev.mooring.practice;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Objects;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.Map;

/// Something of a user's own to forward to and to look at.
final class Hello {
  private static final Objects.Write WRITE = Objects.Write.by("practice");
  private static final String NAME = "hello";
  private static final Map<String, Object> LABELS = Map.of("app", NAME);

  private final Objects objects;

  Hello(Objects objects) {
    this.objects = objects;
  }

  void plant(String namespace) {
    Store store = objects.store();
    if (store.get(Resources.NAMESPACE, "", namespace).isEmpty()) {
      make(Resources.NAMESPACE, "", Map.of("metadata", Map.of("name", namespace)));
    }
    Map<String, Object> metadata = Map.of("name", NAME, "labels", LABELS);
    make(
        Resources.SERVICE,
        namespace,
        Map.of(
            "metadata",
            metadata,
            "spec",
            Map.of(
                "selector",
                LABELS,
                "ports",
                List.of(Map.of("name", "http", "port", 80, "targetPort", 8080)))));
    Map<String, Object> container =
        Map.of(
            "name",
            NAME,
            "image",
            "lab.test/hello-plain:1",
            "ports",
            List.of(Map.of("name", "http", "containerPort", 8080)));
    make(
        Resources.DEPLOYMENT,
        namespace,
        Map.of(
            "metadata",
            metadata,
            "spec",
            Map.of(
                "replicas",
                2,
                "selector",
                Map.of("matchLabels", LABELS),
                "template",
                Map.of(
                    "metadata",
                    Map.of("labels", LABELS),
                    "spec",
                    Map.of("containers", List.of(container))))));
  }

  private void make(Resource resource, String namespace, Map<String, Object> object) {
    objects.create(resource, namespace, Document.of(object), WRITE);
  }
}
