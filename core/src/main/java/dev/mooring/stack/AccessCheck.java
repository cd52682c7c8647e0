package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.LaptopEntrance;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Finds every way to the registry that stands on the cluster, and has outsiders try it.
final class AccessCheck {
  private final Cluster cluster;
  private final StackOptions options;
  private final String id;
  private final Progress progress;
  private final ForwardedAttempts forwarded;

  /// @param id the fresh image's tag
  AccessCheck(
      Cluster cluster, Tunnels tunnels, StackOptions options, String id, Progress progress) {
    this.cluster = cluster;
    this.options = options;
    this.id = id;
    this.progress = progress;
    this.forwarded = new ForwardedAttempts(tunnels, options, id);
  }

  /// All attempts, to be made side by side.
  List<Callable<List<Row>>> attempts(List<KubeObject> nodes) throws InterruptedException {
    List<KubeObject> registries = ready(options.namespace(), Rendering.REGISTRY);
    List<KubeObject> entrances = ready(options.nodeNamespace(), NodeEntrance.APP);
    List<Callable<List<Row>>> attempts = new ArrayList<>();
    attempts.add(() -> outsiders(nodes, registries, entrances));
    attempts.addAll(forwarded(registries, entrances));
    return attempts;
  }

  /// What short pods on every node are answered.
  private List<Row> outsiders(
      List<KubeObject> all, List<KubeObject> registries, List<KubeObject> entrances)
      throws InterruptedException {
    List<KubeObject> nodes = all.stream().filter(KubeObject::ready).toList();
    Map<String, String> addresses = new TreeMap<>();
    Map<String, List<String>> images = new TreeMap<>();
    for (KubeObject pod : entrances) {
      addresses.put(Pods.node(pod), address(pod));
      images.put(
          Pods.node(pod),
          Stream.concat(
                  Pods.image(pod, "istio-proxy").stream(),
                  registries.stream().flatMap(each -> Pods.image(each, "registry").stream()))
              .distinct()
              .toList());
    }
    OutsiderPlan plan =
        new OutsiderPlan(
            options.nodePort(),
            NodeEntrance.PORT,
            id,
            registries.stream().map(AccessCheck::address).filter(each -> !each.isEmpty()).toList(),
            service(),
            addresses);
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(NodePulls.PROBE, id);
    Outsiders outsiders = new Outsiders(cluster, options.nodeNamespace(), labels, progress);
    return Rows.of(
        outsiders.send(plan.pods(nodes), images), Sources.remedy(nodes, addresses, options));
  }

  private String service() throws InterruptedException {
    return cluster
        .get(Kind.SERVICE, options.namespace(), Rendering.REGISTRY)
        .map(service -> service.at("spec", "clusterIP").textOrEmpty())
        .filter(address -> !address.equals("None"))
        .orElse("");
  }

  /// What is tried through port-forwards, each attempt by itself.
  private List<Callable<List<Row>>> forwarded(
      List<KubeObject> registries, List<KubeObject> entrances) throws InterruptedException {
    Optional<PodPort> registry =
        registries.stream().map(pod -> port(pod, StackOptions.POD_PORT)).findFirst();
    Optional<PodPort> laptops =
        ready(options.entranceNamespace(), LaptopEntrance.NAME).stream()
            .map(pod -> port(pod, LaptopEntrance.PORT))
            .findFirst();
    String name = LaptopEntrance.registryHost(options);
    List<Callable<List<Row>>> parts = new ArrayList<>();
    parts.add(() -> List.of(forwarded.plain(registry)));
    parts.add(() -> List.of(forwarded.withoutCertificate(Attempt.NO_CERTIFICATE, registry, name)));
    parts.add(
        () ->
            List.of(forwarded.withoutCertificate(Attempt.NO_CERTIFICATE_ENTRANCE, laptops, name)));
    for (KubeObject pod : entrances) {
      Optional<PodPort> entrance = Optional.of(port(pod, NodeEntrance.PORT));
      parts.add(() -> List.of(forwarded.write(Pods.node(pod), entrance)));
    }
    return parts;
  }

  private static PodPort port(KubeObject pod, int port) {
    return new PodPort(pod.namespace(), pod.name(), port);
  }

  private static String address(KubeObject pod) {
    return pod.at("status", "podIP").textOrEmpty();
  }

  private List<KubeObject> ready(String namespace, String app) throws InterruptedException {
    return cluster.list(Kind.POD, namespace, "app=" + app).stream()
        .filter(each -> each.ready() && !each.deleting())
        .toList();
  }
}
