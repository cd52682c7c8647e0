package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Deployment of the ingress's Envoy.
record IngressPods(StackOptions options, Surroundings around) {
  private static final String NAME = IngressDoor.NAME;
  private static final String SOCKET = "socket";

  /// Who runs a sidecar, and so may open its socket.
  private static final long SIDECAR_USER = 1337;

  private static final long USER = 65532;

  /// By then a gateway sends nobody new here.
  private static final long LEAVES = 5;

  /// Tells other sidecars whether this pod's sidecar is to be spoken to.
  private static final String MUTUAL_TLS = "security.istio.io/tlsMode";

  private boolean mesh() {
    return options.protection() == Protection.MESH;
  }

  private EnvoyPod envoy() {
    return new EnvoyPod(options, around, NAME);
  }

  KubeObject deployment(Map<String, String> files) {
    Meta meta = new Meta(options, options.ingressNamespace());
    return Meta.object(
        new DeploymentBuilder()
            .withMetadata(meta.named(NAME, Map.of("app", NAME)))
            .withNewSpec()
            .withReplicas(1)
            .withSelector(Pod.selector(NAME))
            .withNewTemplate()
            .withMetadata(meta(meta, envoy().annotations(files)))
            .withSpec(spec())
            .endTemplate()
            .endSpec()
            .build());
  }

  private ObjectMeta meta(Meta meta, Map<String, String> configuration) {
    if (!mesh()) {
      return Pod.alone(meta, NAME, configuration);
    }
    Map<String, String> annotations = new HashMap<>(configuration);
    annotations.put("sidecar.istio.io/interceptionMode", "NONE");
    annotations.put(
        "sidecar.istio.io/userVolumeMount",
        "{\"%s\":{\"mountPath\":\"%s\"}}".formatted(SOCKET, IngressDoor.SOCKET_FOLDER));
    ObjectMeta pods = Pod.meta(meta, NAME, around, annotations);
    return options.ingressEndsTls()
        ? new ObjectMetaBuilder(pods).addToLabels(MUTUAL_TLS, "disabled").build()
        : pods;
  }

  private PodSpec spec() {
    long user = mesh() ? SIDECAR_USER : USER;
    return new PodSpecBuilder()
        .withServiceAccountName(NAME)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .addToNodeSelector("kubernetes.io/os", "linux")
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(user)
        .withRunAsGroup(user)
        .withFsGroup(user)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container())
        .withVolumes(volumes())
        .build();
  }

  private Container container() {
    ContainerPort port =
        new ContainerPortBuilder()
            .withName("registry")
            .withContainerPort(IngressDoor.PORT)
            .withProtocol("TCP")
            .build();
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(EnvoyPod.mount("rules", Files.RULES));
    if (options.ingressEndsTls()) {
      mounts.add(EnvoyPod.mount("certificate", Files.CERTIFICATES));
    }
    mounts.add(
        mesh()
            ? new VolumeMountBuilder()
                .withName(SOCKET)
                .withMountPath(IngressDoor.SOCKET_FOLDER)
                .build()
            : EnvoyPod.mount("authority", Files.AUTHORITIES));
    return envoy()
        .container(port, mounts)
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath("/")
        .withNewPort(IngressDoor.ALIVE)
        .endHttpGet()
        .withPeriodSeconds(2)
        .endReadinessProbe()
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(LEAVES)
        .endPreStop()
        .endLifecycle()
        .build();
  }

  private List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>(envoy().volumes());
    volumes.add(EnvoyPod.configuration("rules", IngressEntrance.RULES));
    if (options.ingressEndsTls()) {
      volumes.add(
          new VolumeBuilder()
              .withName("certificate")
              .withNewSecret()
              .withSecretName(NAME)
              .withDefaultMode(0440)
              .endSecret()
              .build());
    }
    volumes.add(
        mesh()
            ? new VolumeBuilder()
                .withName(SOCKET)
                .withNewEmptyDir()
                .withSizeLimit(new Quantity("1Mi"))
                .endEmptyDir()
                .build()
            : EnvoyPod.configuration("authority", EnvoyPod.AUTHORITY));
    return volumes;
  }
}
