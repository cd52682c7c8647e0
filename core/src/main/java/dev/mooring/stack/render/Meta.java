package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Names and labels of a stack's objects in one namespace.
///
/// @param namespace empty for objects of the cluster itself
record Meta(StackOptions options, String namespace) {

  ObjectMeta named(String name) {
    return named(name, Map.of());
  }

  ObjectMeta named(String name, Map<String, String> more) {
    ObjectMetaBuilder meta = new ObjectMetaBuilder().withName(name).withLabels(labels(more));
    return (namespace.isEmpty() ? meta : meta.withNamespace(namespace)).build();
  }

  Map<String, String> labels(Map<String, String> more) {
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.putAll(more);
    return labels;
  }

  /// A typed object of Kubernetes' as the server takes it: without a status.
  static KubeObject object(HasMetadata typed) {
    return new KubeObject(Documents.model(typed).without("status"));
  }

  /// An object of a kind that the library has no type for.
  KubeObject object(Kind kind, String name, Map<String, String> more, Map<String, ?> spec) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("apiVersion", kind.apiVersion());
    whole.put("kind", kind.kind());
    whole.put("metadata", Documents.model(named(name, more)));
    whole.put("spec", spec);
    return new KubeObject(Document.of(whole));
  }

  KubeObject object(Kind kind, String name, Map<String, ?> spec) {
    return object(kind, name, Map.of(), spec);
  }

  /// A map whose entries keep their order.
  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
