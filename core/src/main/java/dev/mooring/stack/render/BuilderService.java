package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.Map;
import java.util.Optional;

/// The Service that a builder's listener leads to. A listener reaches only Services with its own
/// port number, so that a registry that is not `localhost:5000` has a second one with its port.
public final class BuilderService {
  private static final String NAME = RegistryComponent.NAME + "-builders";

  private BuilderService() {}

  static String host(StackOptions options) {
    return name(options) + "." + options.namespace() + ".svc." + options.domain();
  }

  private static String name(StackOptions options) {
    return of(options).map(KubeObject::name).orElse(RegistryComponent.NAME);
  }

  /// Nothing where the registry's own Service has the port.
  public static Optional<KubeObject> of(StackOptions options) {
    if (options.nodePort() == RegistryComponent.PORT) {
      return Optional.empty();
    }
    return Optional.of(
        Meta.object(
            new ServiceBuilder()
                .withMetadata(
                    new Meta(options, options.namespace())
                        .named(NAME, Map.of(BuilderPolicy.LABEL, "true")))
                .withNewSpec()
                .withType("ClusterIP")
                .addToSelector("app", RegistryComponent.NAME)
                .addNewPort()
                .withName("http-registry")
                .withPort(options.nodePort())
                .withProtocol("TCP")
                .withNewTargetPort(RegistryComponent.PORT)
                .endPort()
                .endSpec()
                .build()));
  }
}
