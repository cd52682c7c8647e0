package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Map;

/// Namespaces and accounts.
final class Namespaces {
  private Namespaces() {}

  /// @param security the Pod Security level that its pods have to keep to
  static KubeObject namespace(StackOptions options, String name, String security) {
    return Meta.object(
        new NamespaceBuilder()
            .withMetadata(
                new Meta(options, "")
                    .named(name, Map.of("pod-security.kubernetes.io/enforce", security)))
            .build());
  }

  static KubeObject account(Meta meta, String name) {
    return Meta.object(
        new ServiceAccountBuilder()
            .withMetadata(meta.named(name))
            .withAutomountServiceAccountToken(false)
            .build());
  }
}
