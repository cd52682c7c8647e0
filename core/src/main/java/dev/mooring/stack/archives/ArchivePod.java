package dev.mooring.stack.archives;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.ArchivesVolume;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.ShortPod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A pod with a volume and nothing else: no network that it needs, no token, no rights.
///
/// @param image with a shell, such as the registry's own
/// @param node where another pod has the volume; empty where the scheduler decides
/// @param writes whether files are stored there
record ArchivePod(
    StackOptions options,
    VolumePlace place,
    String name,
    String image,
    String node,
    boolean writes) {
  static final String LABEL = "mooring.dev/archives";
  static final String CONTAINER = "volume";
  static final List<String> SESSION = List.of("/bin/sh", "-c", "eval \"$SESSION\" 2>/dev/null");

  private static final String MOUNT = "/volume";
  private static final long LONGEST_SECONDS = 12 * 3600;

  static String selector(StackOptions options) {
    return LABEL + "," + Ownership.selector(options);
  }

  KubeObject object() {
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(LABEL, "true");
    Map<String, Object> spec = new LinkedHashMap<>();
    if (!node.isEmpty()) {
      spec.put("nodeName", node);
    }
    spec.put("activeDeadlineSeconds", LONGEST_SECONDS);
    spec.put(
        "volumes",
        List.of(
            Map.of(
                "name",
                "volume",
                "persistentVolumeClaim",
                Map.of("claimName", place.claim(), "readOnly", !writes))));
    return new ShortPod(
            place.namespace(),
            name,
            labels,
            ShortPod.REGISTRY,
            groups(),
            spec,
            List.of(container()))
        .object();
  }

  /// Only a volume of Mooring's own is given to a group: on others that would change whose files
  /// they are.
  private Map<String, Integer> groups() {
    boolean own =
        place.claim().equals(ArchivesVolume.NAME) && place.namespace().equals(options.namespace());
    return own
        ? Map.of("runAsGroup", ShortPod.REGISTRY, "fsGroup", ShortPod.REGISTRY)
        : Map.of("runAsGroup", ShortPod.REGISTRY);
  }

  private Map<String, ?> container() {
    return Map.of(
        "name",
        CONTAINER,
        "image",
        image,
        "command",
        List.of("/bin/sh", "-c", VolumeScript.PATIENCE),
        "env",
        List.of(
            Map.of("name", "VOLUME", "value", MOUNT),
            Map.of("name", "SESSION", "value", VolumeScript.SESSION)),
        "resources",
        Map.of(
            "requests", Map.of("cpu", "10m", "memory", "16Mi"),
            "limits", Map.of("cpu", "2", "memory", "128Mi")),
        "volumeMounts",
        List.of(Map.of("name", "volume", "mountPath", MOUNT, "readOnly", !writes)));
  }
}
