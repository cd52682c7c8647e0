package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A pod that does one thing and ends: without a sidecar, a token or any right, as a namespace with
/// restricted Pod Security admits it. What one differs in is named as in the API.
///
/// @param user as which its containers run, never root
/// @param security of the whole pod, beside that user
/// @param spec fields beside those that all have
/// @param containers each with what it differs in; its root file system is read-only
public record ShortPod(
    String namespace,
    String name,
    Map<String, String> labels,
    int user,
    Map<String, ?> security,
    Map<String, ?> spec,
    List<? extends Map<String, ?>> containers) {
  /// For fields of pods that stand on every node, whatever that keeps others away.
  public static final List<Map<String, String>> EVERYWHERE = List.of(Map.of("operator", "Exists"));

  /// What one asks for that runs a few lines of shell.
  public static final Map<String, ?> SMALL =
      Map.of(
          "requests", Map.of("cpu", "1m", "memory", "8Mi"),
          "limits", Map.of("cpu", "500m", "memory", "64Mi"));

  /// What one asks for that only pulls.
  public static final Map<String, ?> LEAST =
      Map.of("requests", Map.of("cpu", "1m", "memory", "1Mi"));

  /// A user that owns nothing.
  public static final int NOBODY = 65534;

  /// As which registries run, and their volumes' files belong to.
  public static final int REGISTRY = 1337;

  /// The pod as it is sent to the cluster.
  public KubeObject object() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("restartPolicy", "Never");
    all.put("automountServiceAccountToken", false);
    all.put("enableServiceLinks", false);
    all.put("terminationGracePeriodSeconds", 0);
    all.put("securityContext", restricted());
    all.put("containers", containers.stream().map(ShortPod::container).toList());
    all.putAll(spec);
    Map<String, String> marked = new TreeMap<>(labels);
    marked.put("sidecar.istio.io/inject", "false");
    return new KubeObject(
        Document.of(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of("name", name, "namespace", namespace, "labels", marked),
                "spec",
                all)));
  }

  private Map<String, Object> restricted() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("runAsNonRoot", true);
    all.put("runAsUser", user);
    all.put("seccompProfile", Map.of("type", "RuntimeDefault"));
    all.putAll(security);
    return all;
  }

  private static Map<String, Object> container(Map<String, ?> own) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("imagePullPolicy", "IfNotPresent");
    all.put(
        "securityContext",
        Map.of(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            true,
            "capabilities",
            Map.of("drop", List.of("ALL"))));
    all.putAll(own);
    return all;
  }
}
