package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The stack for some options: the one place that lists its components.
///
/// A pure function of its two arguments: the same options in the same surroundings give equal
/// objects in the same order, which `mooring render`, the kustomize bases, the plan, and
/// drift rely on.
public final class Rendering {
  /// The registry's Deployment, Service and account, and its pods' label `app`.
  public static final String REGISTRY = RegistryComponent.NAME;

  /// Policies before what they protect, traffic rules before what they steer.
  private static final List<String> ORDER =
      List.of(
          "Namespace",
          "ServiceAccount",
          "Role",
          "RoleBinding",
          "PersistentVolumeClaim",
          "ConfigMap",
          "Secret",
          "NetworkPolicy",
          "PeerAuthentication",
          "AuthorizationPolicy",
          "EnvoyFilter",
          "ServiceEntry",
          "DestinationRule",
          "Sidecar",
          "Service",
          "Deployment",
          "DaemonSet",
          "BackendTLSPolicy",
          "VirtualService",
          "HTTPRoute",
          "Ingress");

  private final List<Component> components;

  /// @param around what was found of the cluster; [Surroundings#usual] where nobody looked
  public Rendering(StackOptions options, Surroundings around) {
    List<Component> all = new ArrayList<>(guarded(options, around));
    if (!options.additions().ingress().isNone() && options.protection() != Protection.PLAIN) {
      all.add(new IngressEntrance(options, around));
    }
    all.add(new ArchivesVolume(options));
    if (options.hasEgress()) {
      all.add(new EgressProxy(options, around));
    }
    all.add(new Announcement(options));
    all.add(new StackRecord(options));
    this.components = List.copyOf(all);
  }

  /// The registry and its entrances.
  private static List<Component> guarded(StackOptions options, Surroundings around) {
    return switch (options.protection()) {
      case MESH ->
          List.of(
              new RegistryComponent(options, around),
              new WriterRules(options),
              new NodeEntrance(options, around),
              new LaptopEntrance(options, around));
      case TOKENS ->
          List.of(
              new DoorRegistry(options, around),
              new DoorKeys(options, around),
              new DoorRules(options, around),
              new DoorEntrance(options, around));
      case PLAIN ->
          List.of(
              new DoorRegistry(options, around),
              new DoorRules(options, around),
              new DoorEntrance(options, around));
    };
  }

  /// All objects, in an order in which they can be applied.
  public List<KubeObject> objects() {
    return components.stream()
        .flatMap(each -> each.objects().stream())
        .sorted(Comparator.comparingInt(Rendering::rank))
        .toList();
  }

  /// What has to become ready for the stack to be, in the order of its components.
  public List<Workload> workloads() {
    return components.stream().flatMap(each -> each.workloads().stream()).toList();
  }

  /// The objects of each component that has some, under the name of its folder in
  /// `manifests/bases`.
  public Map<String, List<KubeObject>> bases() {
    Map<String, List<KubeObject>> bases = new LinkedHashMap<>();
    for (Component each : components) {
      if (!each.objects().isEmpty()) {
        bases.put(each.base(), each.objects());
      }
    }
    return bases;
  }

  /// The name of the registry's Service in the cluster, as builders reach it.
  public static String serviceHost(StackOptions options) {
    return REGISTRY + "." + options.namespace() + ".svc." + options.domain();
  }

  /// What comes first when applied.
  public static int rank(KubeObject object) {
    int rank = ORDER.indexOf(object.kind());
    return rank < 0 ? ORDER.size() : rank;
  }
}
