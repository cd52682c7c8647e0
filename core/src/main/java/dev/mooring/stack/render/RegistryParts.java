package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.StackOptions;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What every registry has, whatever stands before it.
record RegistryParts(StackOptions options) {
  static final String NAME = StackOptions.REGISTRY;
  static final int PORT = StackOptions.POD_PORT;

  /// No blob cache: beside garbage collection it answers for layers that are gone. No debug
  /// listener: the registry has no TCP port at all. Relative URLs, because the sidecar's
  /// X-Forwarded-Proto would send clients to https.
  private static final String CONFIGURATION =
      """
      version: 0.1
      log:
        level: info
        formatter: text
        accesslog:
          disabled: true
      storage:
        filesystem:
          rootdirectory: /var/lib/registry
        delete:
          enabled: true
        maintenance:
          uploadpurging:
            enabled: true
            age: 168h
            interval: 24h
            dryrun: false
      http:
        net: unix
        addr: /run/registry/registry.sock
        relativeurls: true
        draintimeout: 100s
      health:
        storagedriver:
          enabled: true
          interval: 10s
          threshold: 3
      """;

  private Meta meta() {
    return new Meta(options, options.namespace());
  }

  /// What its pods need.
  List<KubeObject> objects() {
    Meta meta = meta();
    return List.of(
        Namespaces.namespace(options, options.namespace(), "restricted"),
        Namespaces.account(meta, NAME),
        claim(options, claimed(), options.storageSize()),
        Meta.object(
            new ConfigMapBuilder().withMetadata(meta.named(NAME)).withData(files()).build()));
  }

  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    String proxy = upstream().map(PullThrough::configuration).orElse("");
    files.put("config.yml", CONFIGURATION + proxy);
    files.put(Collecting.FILE, Collecting.SCRIPT);
    upstream().ifPresent(each -> files.put(PullThrough.FILE, each.script()));
    return files;
  }

  private Optional<PullThrough> upstream() {
    return options.additions().upstream().map(each -> new PullThrough(options, each));
  }

  /// Where the registry itself calls.
  List<NetworkPolicyPort> ways() {
    return options.additions().upstream().map(each -> Network.tcp(each.port())).stream().toList();
  }

  private ObjectMeta claimed() {
    ObjectMetaBuilder claimed = new ObjectMetaBuilder(meta().named(NAME));
    upstream()
        .ifPresent(
            each -> claimed.addToAnnotations(PullThrough.ANNOTATION, each.upstream().toString()));
    return claimed.build();
  }

  /// A volume of the class that was chosen.
  static KubeObject claim(StackOptions options, ObjectMeta named, String size) {
    PersistentVolumeClaimSpecBuilder spec =
        new PersistentVolumeClaimSpecBuilder()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity(size))
            .endResources();
    if (!options.storageClass().isEmpty()) {
      spec.withStorageClassName(options.storageClass());
    }
    return Meta.object(
        new PersistentVolumeClaimBuilder().withMetadata(named).withSpec(spec.build()).build());
  }

  /// @param port its name, by whose beginning meshes know what is spoken
  KubeObject service(String port) {
    return Meta.object(
        new ServiceBuilder()
            .withMetadata(meta().named(NAME))
            .withNewSpec()
            .withType("ClusterIP")
            .addToSelector("app", NAME)
            .addNewPort()
            .withName(port)
            .withPort(PORT)
            .withProtocol("TCP")
            .withNewTargetPort(PORT)
            .endPort()
            .endSpec()
            .build());
  }

  Workload workload() {
    return new Workload(
        Kind.DEPLOYMENT, options.namespace(), NAME, NAME, "registry", Messages.of("the-registry"));
  }
}
