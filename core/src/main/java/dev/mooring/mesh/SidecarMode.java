package dev.mooring.mesh;

import dev.mooring.cluster.KubeObject;
import java.util.stream.Stream;

/// What stands between a port-forward and the application in a pod.
///
/// Port-forward dials loopback in the pod. Where the sidecar captures traffic by the node's rules,
/// loopback is left out of them: the connection reaches the application past the sidecar, and the
/// sidecar's own ports (15001, 15006) close what was not sent to them by those rules. Seen on
/// Istio 1.31.
enum SidecarMode {
  /// The sidecar captures: reached past it.
  CAPTURES,
  /// The sidecar listens itself, on the ports that a Sidecar object names.
  LISTENS,
  /// The node's proxy of an ambient mesh captures.
  AMBIENT,
  NONE;

  static SidecarMode of(KubeObject pod) {
    boolean injected =
        Stream.concat(
                pod.at("spec", "containers").stream(), pod.at("spec", "initContainers").stream())
            .anyMatch(each -> each.at("name").textOrEmpty().equals("istio-proxy"));
    if (injected) {
      return listens(pod) ? LISTENS : CAPTURES;
    }
    return "enabled".equals(pod.annotations().get("ambient.istio.io/redirection")) ? AMBIENT : NONE;
  }

  /// By annotation or by the mesh's default, which only the proxy's environment tells.
  private static boolean listens(KubeObject pod) {
    return "NONE".equals(pod.annotations().get("sidecar.istio.io/interceptionMode"))
        || Stream.concat(
                pod.at("spec", "containers").stream(), pod.at("spec", "initContainers").stream())
            .flatMap(each -> each.at("env").stream())
            .filter(each -> each.at("name").textOrEmpty().equals("ISTIO_META_INTERCEPTION_MODE"))
            .map(each -> each.at("value").textOrEmpty())
            .anyMatch("NONE"::equals);
  }
}
