package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.envoy.NodeDoor;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The registry on every node's loopback, for its kubelet, where there is no mesh: plain HTTP in,
/// reads only, and the door's TLS with the pod's own token out.
record DoorEntrance(StackOptions options, Surroundings around) implements Component {
  private static final String NAME = NodeEntrance.NAME;
  private static final String APP = NodeEntrance.APP;
  private static final int PORT = NodeEntrance.PORT;
  private static final long USER = 65532;

  private EnvoyPod envoy() {
    return new EnvoyPod(options, around, NAME);
  }

  private Meta meta() {
    return new Meta(options, options.nodeNamespace());
  }

  private boolean tokens() {
    return options.protection() == Protection.TOKENS;
  }

  @Override
  public String base() {
    return options.protection().word() + "-node-entrance";
  }

  @Override
  public List<KubeObject> objects() {
    Meta meta = meta();
    return List.of(
        // Pod Security forbids host ports below "privileged"; the pods themselves keep to
        // "restricted" otherwise.
        Namespaces.namespace(options, options.nodeNamespace(), "privileged"),
        Namespaces.account(meta, NAME),
        Network.nodeOnly(
            meta,
            APP,
            PORT,
            options.nodeSources(),
            List.of(Network.DNS, List.of(Network.tcp(RegistryParts.PORT)))),
        Meta.object(
            new ConfigMapBuilder().withMetadata(meta.named(NAME)).withData(files()).build()),
        daemons());
  }

  private Map<String, String> files() {
    return new NodeDoor(options, PORT).files();
  }

  private KubeObject daemons() {
    Meta meta = meta();
    return Meta.object(
        new DaemonSetBuilder()
            .withMetadata(meta.named(NAME, Map.of("app", APP)))
            .withNewSpec()
            .withSelector(Pod.selector(APP))
            .withNewTemplate()
            .withMetadata(Pod.alone(meta, APP, envoy().annotations(files())))
            .withSpec(spec())
            .endTemplate()
            .endSpec()
            .build());
  }

  private PodSpec spec() {
    ContainerPort port =
        new ContainerPortBuilder()
            .withName("http-nodes")
            .withContainerPort(PORT)
            .withHostPort(options.nodePort())
            .withHostIP("127.0.0.1")
            .withProtocol("TCP")
            .build();
    List<VolumeMount> mounts =
        tokens() ? List.of(EnvoyPod.mount("authority", Files.AUTHORITIES)) : List.of();
    List<Volume> volumes = new ArrayList<>(envoy().volumes());
    if (tokens()) {
      volumes.add(EnvoyPod.configuration("authority", EnvoyPod.AUTHORITY));
    }
    return new PodSpecBuilder()
        .withServiceAccountName(NAME)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .addToNodeSelector("kubernetes.io/os", "linux")
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(envoy().container(port, mounts).build())
        .withVolumes(volumes)
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .build();
  }

  @Override
  public List<Workload> workloads() {
    return List.of(
        new Workload(
            Kind.DAEMON_SET,
            options.nodeNamespace(),
            NAME,
            APP,
            EnvoyPod.CONTAINER,
            Messages.of("the-node-entrance")));
  }
}
