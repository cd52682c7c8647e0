package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.envoy.Door;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.LaptopEntrance;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
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
  private final String read;
  private final Progress progress;
  private final ForwardedAttempts forwarded;
  private final IngressCheck ingress;
  private final HostCheck host;

  /// @param id the fresh image's tag
  AccessCheck(
      Cluster cluster, Tunnels tunnels, StackOptions options, String id, Progress progress) {
    this.cluster = cluster;
    this.options = options;
    this.id = id;
    this.progress = progress;
    this.read = options.isCache() ? "/v2/" : "/v2/" + ProbePush.REPOSITORY + "/manifests/" + id;
    this.forwarded = new ForwardedAttempts(tunnels, options, read);
    this.ingress = new IngressCheck(cluster, tunnels, options);
    this.host = new HostCheck(cluster, tunnels, options);
  }

  /// All attempts, to be made side by side.
  List<Callable<List<Row>>> attempts(List<KubeObject> nodes) throws InterruptedException {
    List<KubeObject> registries = ready(options.namespace(), Rendering.REGISTRY);
    List<KubeObject> entrances = ready(options.nodeNamespace(), NodeEntrance.APP);
    List<Callable<List<Row>>> attempts = new ArrayList<>();
    attempts.add(() -> outsiders(nodes, registries, entrances));
    attempts.add(this::notApplicable);
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
    boolean plain = options.protection() == Protection.PLAIN;
    OutsiderPlan plan =
        new OutsiderPlan(
            options.nodePort(),
            NodeEntrance.PORT,
            id,
            read,
            options.isCache(),
            plain
                ? List.of()
                : registries.stream()
                    .map(AccessCheck::address)
                    .filter(each -> !each.isEmpty())
                    .toList(),
            plain ? "" : service(),
            addresses);
    Map<String, String> labels = new TreeMap<>(Ownership.labels(options));
    labels.put(NodePulls.PROBE, id);
    Outsiders outsiders = new Outsiders(cluster, options.nodeNamespace(), labels, progress);
    return Rows.of(
        outsiders.send(plan.pods(nodes), images), Sources.remedy(nodes, addresses, options));
  }

  /// What other ways of protection have tried, and why there is nothing to try here.
  private List<Row> notApplicable() {
    return switch (options.protection()) {
      case MESH -> List.of();
      case TOKENS ->
          List.of(
              new Row(
                  "",
                  Attempt.NO_CERTIFICATE.notApplicable(Messages.of("the-door-asks-for-a-token"))),
              new Row(
                  "",
                  Attempt.NO_CERTIFICATE_ENTRANCE.notApplicable(
                      Messages.of("laptops-come-to-the-door-itself"))));
      case PLAIN ->
          Stream.of(Attempt.STRANGER, Attempt.PLAIN_FORWARD, Attempt.PLAIN_POD)
              .map(
                  each ->
                      new Row("", each.notApplicable(Messages.of("a-plain-registry-knows-nobody"))))
              .toList();
    };
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
    List<Callable<List<Row>>> parts = new ArrayList<>();
    switch (options.protection()) {
      case MESH -> {
        String name = LaptopEntrance.registryHost(options);
        parts.add(() -> List.of(forwarded.plain(registry)));
        parts.add(
            () -> List.of(forwarded.withoutCertificate(Attempt.NO_CERTIFICATE, registry, name)));
        parts.add(
            () ->
                List.of(
                    forwarded.withoutCertificate(
                        Attempt.NO_CERTIFICATE_ENTRANCE, laptops(), name)));
      }
      case TOKENS -> {
        String name = new Door(options).host();
        parts.add(() -> List.of(forwarded.plain(registry)));
        parts.add(() -> List.of(forwarded.withoutCertificate(Attempt.NO_TOKEN, registry, name)));
        parts.add(
            () ->
                List.of(
                    forwarded.withToken(
                        Attempt.OTHER_AUDIENCE, registry, name, this::otherAudience)));
      }
      case PLAIN -> {
        // Whoever comes is let in, which a row of its own says.
      }
    }
    if (!options.additions().ingress().isNone()) {
      parts.add(() -> List.of(ingress.anonymous()));
      parts.add(() -> List.of(host.anonymous()));
    }
    for (KubeObject pod : entrances) {
      Optional<PodPort> entrance = Optional.of(port(pod, NodeEntrance.PORT));
      parts.add(() -> List.of(forwarded.write(Pods.node(pod), entrance)));
    }
    return parts;
  }

  private Optional<PodPort> laptops() throws InterruptedException {
    return ready(options.entranceNamespace(), LaptopEntrance.NAME).stream()
        .map(pod -> port(pod, LaptopEntrance.PORT))
        .findFirst();
  }

  /// Good for nothing else either.
  private String otherAudience() throws InterruptedException {
    return cluster.token(
        options.namespace(), options.account(), "mooring-verify", Duration.ofMinutes(10));
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
