package dev.mooring.stack.render;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What all pods of the stack have in common.
final class Pod {
  private Pod() {}

  static ObjectMeta meta(
      Meta meta, String app, Surroundings around, Map<String, String> annotations) {
    Map<String, String> labels = new HashMap<>();
    labels.put("app", app);
    labels.put("sidecar.istio.io/inject", "true");
    if (!around.revision().isEmpty()) {
      labels.put("istio.io/rev", around.revision());
    }
    return new ObjectMetaBuilder()
        .withLabels(meta.labels(labels))
        .withAnnotations(new TreeMap<>(annotations))
        .build();
  }

  /// Of a pod that no mesh may touch: it brings its own Envoy.
  static ObjectMeta alone(Meta meta, String app, Map<String, String> annotations) {
    return new ObjectMetaBuilder()
        .withLabels(meta.labels(Map.of("app", app, "sidecar.istio.io/inject", "false")))
        .withAnnotations(new TreeMap<>(annotations))
        .build();
  }

  static LabelSelector selector(String app) {
    return new LabelSelectorBuilder().addToMatchLabels("app", app).build();
  }

  static ResourceRequirements resources(
      String cpu, String memory, String mostCpu, String mostMemory) {
    return new ResourceRequirementsBuilder()
        .addToRequests("cpu", new Quantity(cpu))
        .addToRequests("memory", new Quantity(memory))
        .addToLimits("cpu", new Quantity(mostCpu))
        .addToLimits("memory", new Quantity(mostMemory))
        .build();
  }
}
