package dev.mooring.stack.render;

import dev.mooring.stack.envoy.Files;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjectionBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What the pods with an Envoy of Mooring's own have in common. None of them has an admin port.
///
/// @param name of the ConfigMap with its configuration
record EnvoyPod(StackOptions options, Surroundings around, String name) {
  static final String CONTAINER = "envoy";

  /// The Secret with the door's certificate.
  static final String CERTIFICATE = "mooring-door";

  /// The ConfigMap with the authorities by which the door is known.
  static final String AUTHORITY = "mooring-authority";

  /// Kubernetes' ConfigMap in each namespace by which the API server is known.
  private static final String API_ROOTS = "kube-root-ca.crt";

  /// The least that Kubernetes gives. The kubelet renews it at 80 % of it.
  private static final long TOKEN_LIFE = 600;

  /// A changed configuration needs a new pod, since Envoy reads it once.
  static final String HASH = "mooring.dev/configuration";

  private boolean tokens() {
    return options.protection() == Protection.TOKENS;
  }

  Map<String, String> annotations(Map<String, String> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (file, text) -> {
            digest.update(file.getBytes(StandardCharsets.UTF_8));
            digest.update(text.getBytes(StandardCharsets.UTF_8));
          });
      return Map.of(HASH, HexFormat.of().formatHex(digest.digest(), 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  ContainerBuilder container(ContainerPort port, List<VolumeMount> more) {
    List<VolumeMount> mounts = new ArrayList<>(more);
    mounts.add(mount("envoy", Files.CONFIGURATION));
    if (tokens()) {
      mounts.add(mount("token", Files.TOKENS));
    }
    Container container =
        new ContainerBuilder()
            .withName(CONTAINER)
            .withImage(
                around.door().image().isEmpty()
                    ? options.pulled(options.envoyImage())
                    : around.door().image())
            .withImagePullPolicy("IfNotPresent")
            .withCommand("envoy")
            .withArgs(
                "-c",
                Files.CONFIGURATION + "/" + Files.BOOTSTRAP,
                "--service-node",
                name,
                "--service-cluster",
                options.registry(),
                "--disable-hot-restart",
                "--concurrency",
                "2",
                "--log-level",
                "warn")
            .withPorts(port)
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withReadOnlyRootFilesystem(true)
            .withNewCapabilities()
            .addToDrop("ALL")
            .endCapabilities()
            .endSecurityContext()
            .withNewReadinessProbe()
            .withNewTcpSocket()
            .withNewPort(port.getContainerPort())
            .endTcpSocket()
            .withPeriodSeconds(2)
            .endReadinessProbe()
            .withResources(Pod.resources("10m", "64Mi", "2", "512Mi"))
            .withVolumeMounts(mounts)
            .build();
    return new ContainerBuilder(container);
  }

  List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(configuration("envoy", name));
    if (tokens()) {
      volumes.add(token());
    }
    return volumes;
  }

  static Volume configuration(String name, String configMap) {
    return new VolumeBuilder()
        .withName(name)
        .withNewConfigMap()
        .withName(configMap)
        .endConfigMap()
        .build();
  }

  static VolumeMount mount(String name, String path) {
    return new VolumeMountBuilder().withName(name).withMountPath(path).withReadOnly(true).build();
  }

  /// The door shows its token to the API server, an entrance shows its own to the door.
  private Volume token() {
    boolean door = name.equals(DoorRegistry.CONFIGURATION);
    ServiceAccountTokenProjectionBuilder token =
        new ServiceAccountTokenProjectionBuilder()
            .withExpirationSeconds(TOKEN_LIFE)
            .withPath("token");
    List<VolumeProjection> sources = new ArrayList<>();
    sources.add(
        new VolumeProjectionBuilder()
            .withServiceAccountToken(
                door ? token.build() : token.withAudience(options.audience()).build())
            .build());
    if (door) {
      sources.add(
          new VolumeProjectionBuilder()
              .withNewConfigMap()
              .withName(API_ROOTS)
              .addNewItem()
              .withKey(Files.AUTHORITIES_FILE)
              .withPath(Files.AUTHORITIES_FILE)
              .endItem()
              .endConfigMap()
              .build());
    }
    return new VolumeBuilder()
        .withName("token")
        .withNewProjected()
        .withSources(sources)
        .endProjected()
        .build();
  }
}
