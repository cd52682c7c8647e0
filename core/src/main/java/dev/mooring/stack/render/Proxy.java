package dev.mooring.stack.render;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import java.util.Map;

/// A sidecar's proxy that stands alone, without an application beside it. One Sidecar object fixes
/// every port that it has, which no object of another namespace can do for a gateway's proxy.
final class Proxy {
  static final Map<String, String> ANNOTATIONS =
      Map.of(
          "sidecar.istio.io/interceptionMode", "NONE", "sidecar.istio.io/nativeSidecar", "false");

  private Proxy() {}

  static PodSpec spec(String account, ContainerPort port, boolean everywhere) {
    PodSpecBuilder spec =
        new PodSpecBuilder()
            .withServiceAccountName(account)
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .addToNodeSelector("kubernetes.io/os", "linux")
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withContainers(
                new ContainerBuilder()
                    .withName("istio-proxy")
                    .withImage("auto")
                    // Injection replaces "auto"; left alone, the server would default to Always,
                    // and nodes without a network could not start it.
                    .withImagePullPolicy("IfNotPresent")
                    .withPorts(port)
                    .withResources(Pod.resources("10m", "64Mi", "2", "512Mi"))
                    .build());
    return everywhere
        ? spec.addNewToleration().withOperator("Exists").endToleration().build()
        : spec.build();
  }
}
