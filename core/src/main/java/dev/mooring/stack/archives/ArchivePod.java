package dev.mooring.stack.archives;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.ArchivesVolume;
import dev.mooring.stack.render.Ownership;
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
  private static final long USER = 1337;
  private static final long LONGEST_SECONDS = 12 * 3600;

  static String selector(StackOptions options) {
    return LABEL + "," + Ownership.selector(options);
  }

  KubeObject object() {
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(LABEL, "true");
    labels.put("sidecar.istio.io/inject", "false");
    Map<String, Object> spec = new LinkedHashMap<>();
    if (!node.isEmpty()) {
      spec.put("nodeName", node);
    }
    spec.put("restartPolicy", "Never");
    spec.put("activeDeadlineSeconds", LONGEST_SECONDS);
    spec.put("automountServiceAccountToken", false);
    spec.put("enableServiceLinks", false);
    spec.put("terminationGracePeriodSeconds", 0);
    spec.put("securityContext", security());
    spec.put("containers", List.of(container()));
    spec.put(
        "volumes",
        List.of(
            Map.of(
                "name",
                "volume",
                "persistentVolumeClaim",
                Map.of("claimName", place.claim(), "readOnly", !writes))));
    return new KubeObject(
        Document.of(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", name, "namespace", place.namespace(), "labels", labels),
                "spec",
                spec)));
  }

  /// Only a volume of Mooring's own is given to a group: on others that would change whose files
  /// they are.
  private Map<String, Object> security() {
    Map<String, Object> security = new LinkedHashMap<>();
    security.put("runAsNonRoot", true);
    security.put("runAsUser", USER);
    security.put("runAsGroup", USER);
    if (place.claim().equals(ArchivesVolume.NAME)
        && place.namespace().equals(options.namespace())) {
      security.put("fsGroup", USER);
    }
    security.put("seccompProfile", Map.of("type", "RuntimeDefault"));
    return security;
  }

  private Map<String, Object> container() {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", CONTAINER);
    container.put("image", image);
    container.put("imagePullPolicy", "IfNotPresent");
    container.put("command", List.of("/bin/sh", "-c", VolumeScript.PATIENCE));
    container.put(
        "env",
        List.of(
            Map.of("name", "VOLUME", "value", MOUNT),
            Map.of("name", "SESSION", "value", VolumeScript.SESSION)));
    container.put(
        "resources",
        Map.of(
            "requests", Map.of("cpu", "10m", "memory", "16Mi"),
            "limits", Map.of("cpu", "2", "memory", "128Mi")));
    container.put(
        "securityContext",
        Map.of(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            true,
            "capabilities",
            Map.of("drop", List.of("ALL"))));
    container.put(
        "volumeMounts", List.of(Map.of("name", "volume", "mountPath", MOUNT, "readOnly", !writes)));
    return container;
  }
}
