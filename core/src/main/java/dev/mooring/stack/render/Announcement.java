package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;

/// KEP-1755: how tools find the registry. There is room for one in a cluster, the default one.
public record Announcement(StackOptions options) implements Component {
  public static final String NAMESPACE = "kube-public";
  public static final String NAME = "local-registry-hosting";

  @Override
  public String base() {
    return "hosting";
  }

  @Override
  public List<KubeObject> objects() {
    // Whoever reads it wants to push there.
    if (!options.isDefault() || options.isCache()) {
      return List.of();
    }
    String localhost = "localhost:" + options.nodePort();
    String body =
        """
        host: "%s"
        hostFromContainerRuntime: "%s"
        hostFromClusterNetwork: "%s:%d"
        help: "Run 'mooring connect' to reach this registry from your machine, and 'mooring verify' to check it."
        """
            .formatted(
                localhost, localhost, Rendering.serviceHost(options), RegistryComponent.PORT);
    return List.of(
        Meta.object(
            new ConfigMapBuilder()
                .withMetadata(new Meta(options, NAMESPACE).named(NAME))
                .addToData("localRegistryHosting.v1", body)
                .build()));
  }
}
