package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.Door;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.ArrayList;
import java.util.List;

/// The registry of a cluster without a mesh: Mooring's own Envoy holds port 5000 and hands requests
/// to the registry's unix socket.
record DoorRegistry(StackOptions options, Surroundings around) implements Component {
  /// The ConfigMap of the door's Envoy, and the role that lets a laptop forward to it.
  static final String CONFIGURATION = "mooring-door";

  private static final int HTTPS = 443;

  private boolean tokens() {
    return options.protection() == Protection.TOKENS;
  }

  @Override
  public String base() {
    return options.protection().word() + "-registry";
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = new Meta(options, options.namespace());
    RegistryParts parts = new RegistryParts(options);
    List<KubeObject> objects = new ArrayList<>(parts.objects());
    objects.add(configuration(meta));
    // In: the port that asks for a token. Out: names, the API server's keys, and what a cache
    // pulls from.
    objects.add(
        Network.policy(
            meta,
            RegistryParts.NAME,
            List.of(Network.tcp(RegistryParts.PORT)),
            tokens()
                ? List.of(
                    Network.DNS,
                    List.of(Network.tcp(HTTPS), Network.tcp(around.door().apiPort())),
                    parts.ways().stream().filter(each -> !each.equals(Network.tcp(HTTPS))).toList())
                : List.of(Network.DNS, parts.ways())));
    objects.add(parts.service(tokens() ? "https-registry" : "http-registry"));
    objects.add(new RegistryPods(options, around, new DoorFront(options, around)).deployment());
    return objects;
  }

  private KubeObject configuration(Meta meta) {
    return Meta.object(
        new ConfigMapBuilder()
            .withMetadata(meta.named(CONFIGURATION))
            .withData(new Door(options).files())
            .build());
  }

  @Override
  public List<Workload> workloads() {
    return List.of(new RegistryParts(options).workload());
  }
}
