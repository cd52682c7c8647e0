package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/// The Deployment that runs the registry.
record RegistryPods(StackOptions options, Surroundings around, RegistryFront front) {
  private static final String NAME = RegistryComponent.NAME;

  /// The volume of the registry's files.
  private static final String CONFIGURATION = "configuration";

  /// The secret that signs uploads in flight lives with the images: made once, kept as long as they
  /// are. Writing it first also proves that the volume takes writes. The mark beside it is there as
  /// long as this pod may write: its successor is started before it has ended.
  static final String START =
      """
      umask 027
      own=/var/lib/registry/.mooring
      echo "$HOSTNAME" > "$own.started"
      true > "$own.serving.$HOSTNAME" || true
      test -s "$own.secret" || head -c 32 /dev/urandom | sha256sum > "$own.secret"
      read -r REGISTRY_HTTP_SECRET rest < "$own.secret"
      export REGISTRY_HTTP_SECRET
      umask 022
      . /etc/mooring/collect.sh
      registry serve /etc/mooring/config.yml &
      serving=$!
      trap 'kill "$serving" 2>/dev/null || true' TERM
      result=0
      wait "$serving" || result=$?
      while kill -0 "$serving" 2>/dev/null; do
        result=0
        wait "$serving" || result=$?
      done
      rm -f "$own.serving.$HOSTNAME"
      exit "$result"
      """;

  /// What the pod gets to go in: requests that have begun are answered to their end.
  private static final long GRACE = 120;

  KubeObject deployment() {
    Meta meta = new Meta(options, options.namespace());
    return Meta.object(
        new DeploymentBuilder()
            .withMetadata(meta.named(NAME, Map.of("app", NAME)))
            .withNewSpec()
            .withReplicas(1)
            .withNewStrategy()
            .withType("Recreate")
            .endStrategy()
            .withSelector(Pod.selector(NAME))
            .withNewTemplate()
            .withMetadata(front.meta(meta))
            .withSpec(spec())
            .endTemplate()
            .endSpec()
            .build());
  }

  /// The registry runs one of a cache's files.
  private static final int EXECUTABLE = 0555;

  private PodSpec spec() {
    PodSpec spec = plain();
    if (options.isCache()) {
      spec.getVolumes().stream()
          .filter(each -> each.getName().equals(CONFIGURATION))
          .forEach(each -> each.getConfigMap().setDefaultMode(EXECUTABLE));
      spec.getVolumes().add(PullThrough.volume());
    }
    return spec;
  }

  private PodSpec plain() {
    return new PodSpecBuilder()
        .withTerminationGracePeriodSeconds(GRACE)
        .withServiceAccountName(NAME)
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(1337L)
        .withRunAsGroup(1337L)
        .withFsGroup(1337L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withInitContainers(front.containers())
        .withContainers(container())
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim()
        .withClaimName(NAME)
        .endPersistentVolumeClaim()
        .endVolume()
        .addNewVolume()
        .withName("socket")
        .withNewEmptyDir()
        .withSizeLimit(new Quantity("1Mi"))
        .endEmptyDir()
        .endVolume()
        .addNewVolume()
        .withName(CONFIGURATION)
        .withNewConfigMap()
        .withName(NAME)
        .endConfigMap()
        .endVolume()
        .addNewVolume()
        .withName(Collecting.VOLUME)
        .withNewConfigMap()
        .withName(Collecting.NAME)
        .withOptional(true)
        .endConfigMap()
        .endVolume()
        .addAllToVolumes(front.volumes())
        .build();
  }

  private Container container() {
    ContainerBuilder container = new ContainerBuilder(uncached());
    return options.isCache()
        ? container.addToVolumeMounts(PullThrough.mount()).build()
        : container.build();
  }

  private Container uncached() {
    return new ContainerBuilder()
        .withName("registry")
        .withImage(around.image().isEmpty() ? options.image() : around.image())
        .withImagePullPolicy("IfNotPresent")
        .withCommand("/bin/sh", "-euc", START)
        .addNewEnv()
        .withName("OTEL_TRACES_EXPORTER")
        .withValue("none")
        .endEnv()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand("/bin/sh", "-c", front.leave())
        .endExec()
        .endPreStop()
        .endLifecycle()
        .withNewReadinessProbe()
        .withNewExec()
        .withCommand("/bin/sh", "-c", "test -S /run/registry/registry.sock")
        .endExec()
        .withPeriodSeconds(2)
        .endReadinessProbe()
        .withResources(Pod.resources("10m", "64Mi", "2", "1Gi"))
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/var/lib/registry")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("socket")
        .withMountPath("/run/registry")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(CONFIGURATION)
        .withMountPath("/etc/mooring")
        .withReadOnly(true)
        .endVolumeMount()
        .addNewVolumeMount()
        .withName(Collecting.VOLUME)
        .withMountPath("/etc/mooring-collection")
        .withReadOnly(true)
        .endVolumeMount()
        .build();
  }
}
