package dev.mooring.stack.render;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.Map;

/// Istio's sidecar before the registry.
record MeshFront(Surroundings around) implements RegistryFront {

  /// First its sidecar tells each client with its next answer to come back over another connection,
  /// and nobody new is sent here; then the registry takes no more and finishes what it has. Some
  /// builds of busybox' wget crash at a limit of their own.
  private static final String LEAVE =
      "timeout 2 wget -q -O /dev/null --post-data= http://127.0.0.1:15000/healthcheck/fail;"
          + " sleep 5";

  /// No iptables: Envoy itself holds the port, so uid 1337 may be the registry's too and open its
  /// socket.
  private static final Map<String, String> PROXY =
      Map.of(
          "sidecar.istio.io/interceptionMode",
          "NONE",
          "sidecar.istio.io/userVolumeMount",
          "{\"socket\":{\"mountPath\":\"/run/registry\"}}",
          "sidecar.istio.io/proxyCPU",
          "10m",
          "sidecar.istio.io/proxyMemory",
          "64Mi",
          "sidecar.istio.io/proxyCPULimit",
          "2",
          "sidecar.istio.io/proxyMemoryLimit",
          "512Mi");

  @Override
  public ObjectMeta meta(Meta meta) {
    return Pod.meta(meta, RegistryParts.NAME, around, PROXY);
  }

  @Override
  public String leave() {
    return LEAVE;
  }

  /// Injection adds it.
  @Override
  public List<Container> containers() {
    return List.of();
  }

  @Override
  public List<Volume> volumes() {
    return List.of();
  }
}
