package dev.mooring.workload;

import java.util.Set;

/// One container of one pod.
public record PodContainer(String namespace, String pod, String container) {
  private static final Set<String> SIDECARS =
      Set.of("istio-proxy", "linkerd-proxy", "envoy", "vault-agent", "cloud-sql-proxy");

  /// Whether a mesh or a platform put it beside the application.
  public boolean isSidecar() {
    return isSidecar(container);
  }

  /// Containers that a mesh or a platform puts beside the application.
  public static boolean isSidecar(String name) {
    return SIDECARS.contains(name) || name.endsWith("-sidecar");
  }
}
