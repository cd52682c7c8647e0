package dev.mooring.stack.render;

import dev.mooring.stack.envoy.Door;
import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;

/// An Envoy of Mooring's own before the registry, as a container that outlives it: requests that
/// have begun are answered to their end.
record DoorFront(StackOptions options, Surroundings around) implements RegistryFront {

  private EnvoyPod envoy() {
    return new EnvoyPod(options, around, DoorRegistry.CONFIGURATION);
  }

  private boolean tokens() {
    return options.protection() == Protection.TOKENS;
  }

  @Override
  public ObjectMeta meta(Meta meta) {
    return Pod.alone(meta, RegistryParts.NAME, envoy().annotations(new Door(options).files()));
  }

  /// Nobody new is sent here by the time the registry takes no more.
  @Override
  public String leave() {
    return "sleep 5";
  }

  @Override
  public List<Container> containers() {
    ContainerPort port =
        new ContainerPortBuilder()
            .withName("registry")
            .withContainerPort(RegistryParts.PORT)
            .withProtocol("TCP")
            .build();
    List<VolumeMount> mounts = new ArrayList<>();
    mounts.add(new VolumeMountBuilder().withName("socket").withMountPath("/run/registry").build());
    if (tokens()) {
      mounts.add(EnvoyPod.mount("rules", Files.RULES));
      mounts.add(EnvoyPod.mount("certificate", Files.CERTIFICATES));
    }
    return List.of(envoy().container(port, mounts).withRestartPolicy("Always").build());
  }

  @Override
  public List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>(envoy().volumes());
    if (tokens()) {
      volumes.add(EnvoyPod.configuration("rules", DoorRules.NAME));
      volumes.add(
          new VolumeBuilder()
              .withName("certificate")
              .withNewSecret()
              .withSecretName(EnvoyPod.CERTIFICATE)
              .withDefaultMode(0440)
              .endSecret()
              .build());
    }
    return volumes;
  }
}
