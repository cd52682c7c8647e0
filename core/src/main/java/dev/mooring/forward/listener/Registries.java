package dev.mooring.forward.listener;

import dev.mooring.cluster.KubeObject;
import java.util.Map;

/// Tells the pods of a registry that Mooring installed.
public final class Registries {
  private Registries() {}

  public static boolean ours(KubeObject pod) {
    Map<String, String> labels = pod.labels();
    return "kube-registry".equals(labels.get("app"))
        && ("mooring".equals(labels.get("app.kubernetes.io/managed-by"))
            || "kube-registry".equals(pod.at("spec", "serviceAccountName").textOrEmpty()));
  }
}
