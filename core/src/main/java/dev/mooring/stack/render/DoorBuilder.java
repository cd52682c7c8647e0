package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.envoy.BuilderDoor;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import java.util.List;
import java.util.Map;

/// What a builder's pod has beside its own where there is no mesh: an Envoy that holds the
/// registry's address on the pod's loopback and shows the pod's token.
public record DoorBuilder(StackOptions options) {
  /// Nothing else in a pod is likely to want it.
  private static final int ALIVE = 19005;

  private static final String CONTAINER = "mooring";
  private static final long USER = 65532;

  /// The ConfigMap in a builder's namespace.
  public String name() {
    return "mooring-builder-" + options.registry();
  }

  /// @param authority PEM, by which the door is known
  public KubeObject configuration(String namespace, String authority) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(
                new Meta(options, namespace).named(name(), Map.of(BuilderPolicy.LABEL, "true")))
            .withData(new BuilderDoor(options, ALIVE).files())
            .addToData(Files.AUTHORITIES_FILE, authority)
            .build());
  }

  private EnvoyPod envoy() {
    return new EnvoyPod(options, Surroundings.usual(), name());
  }

  /// As an init container that stays while the others run: they start once it listens, and it ends
  /// with them.
  public Document container() {
    ContainerPort port = new ContainerPortBuilder().withContainerPort(ALIVE).build();
    Container container =
        envoy()
            .container(port, List.of(EnvoyPod.mount("envoy", Files.AUTHORITIES)))
            .withName(CONTAINER)
            .withPorts()
            .withRestartPolicy("Always")
            .withReadinessProbe(null)
            .withNewStartupProbe()
            .withNewHttpGet()
            .withPath("/")
            .withNewPort(ALIVE)
            .endHttpGet()
            .withPeriodSeconds(1)
            .withFailureThreshold(30)
            .endStartupProbe()
            .editSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(USER)
            .withRunAsGroup(USER)
            .endSecurityContext()
            .build();
    return Documents.model(container);
  }

  /// What the container mounts.
  public List<Document> volumes() {
    return envoy().volumes().stream().map(Documents::model).toList();
  }
}
