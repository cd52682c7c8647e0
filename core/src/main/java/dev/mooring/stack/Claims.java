package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.LaptopEntrance;
import dev.mooring.stack.render.NodeEntrance;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Objects of other namespaces that reach for the stack: that select its pods or claim its hosts.
/// They bend nothing, and whoever made them either means harm or believes that they do something.
final class Claims {
  private static final String ID = "stack.foreign";
  private static final String SUBJECT = Messages.of("other-objects-of-the-mesh");
  private static final int NAMED = 10;
  private static final List<Kind> KINDS =
      List.of(Kind.GATEWAY, Kind.VIRTUAL_SERVICE, Kind.DESTINATION_RULE, Kind.SERVICE_ENTRY);

  private final Cluster cluster;
  private final StackOptions options;
  private final Set<String> hosts;
  private final Set<String> namespaces;

  Claims(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    String service = Rendering.REGISTRY + "." + options.namespace();
    Set<String> hosts =
        new HashSet<>(
            Set.of(
                service,
                service + ".svc",
                Rendering.serviceHost(options),
                LaptopEntrance.registryHost(options),
                "localhost",
                "127.0.0.1"));
    Set<String> namespaces =
        new HashSet<>(
            Set.of(options.namespace(), options.nodeNamespace(), options.entranceNamespace()));
    Ingress ingress = options.additions().ingress();
    if (!ingress.isNone()) {
      hosts.add(ingress.host());
      hosts.addAll(new IngressDoor(options).names());
      namespaces.add(options.ingressNamespace());
    }
    this.hosts = Set.copyOf(hosts);
    this.namespaces = Set.copyOf(namespaces);
  }

  /// Where no mesh leads to the registry.
  static Finding notApplicable() {
    return Finding.ok(
        ID, SUBJECT, Messages.of("not-applicable", Messages.of("no-mesh-leads-to-this-registry")));
  }

  Finding finding() throws InterruptedException {
    List<String> found;
    try {
      found = found();
    } catch (MooringException e) {
      return Finding.warning(
          ID,
          SUBJECT,
          Messages.of("could-not-be-looked-at", e.problem().why()),
          new Remedy.Advice(e.problem().whatToDo()));
    }
    if (found.isEmpty()) {
      return Finding.ok(ID, SUBJECT, Messages.of("none-selects-the-stacks-pods-or"));
    }
    String named = found.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = found.size() - NAMED;
    return Finding.warning(
        ID,
        SUBJECT,
        Messages.of(
            "select-the-stacks-pods-or-claim",
            more > 0 ? Messages.of("and-more-2", named, more) : named),
        new Remedy.Advice(Messages.of("ask-their-owner-and-delete-them")));
  }

  List<String> found() throws InterruptedException {
    List<Callable<List<KubeObject>>> questions = new ArrayList<>();
    for (Kind kind : KINDS) {
      questions.add(() -> cluster.list(kind, null, ""));
    }
    return Concurrently.all(questions).stream()
        .flatMap(List::stream)
        .filter(each -> !ours(each) && claims(each))
        .map(KubeObject::words)
        .sorted()
        .toList();
  }

  /// Labels alone prove nothing: anybody can write them in a namespace of theirs.
  private boolean ours(KubeObject object) {
    return namespaces.contains(object.namespace()) && Ownership.belongs(object, options);
  }

  private boolean claims(KubeObject object) {
    return switch (object.kind()) {
      case "Gateway" -> selects(object);
      case "VirtualService" -> routes(object);
      case "DestinationRule" -> host(object.at("spec", "host").textOrEmpty(), object);
      default -> hosts(object).anyMatch(each -> host(each, object));
    };
  }

  /// Whether its selector takes pods of the stack; only those of its own namespaces would be ours,
  /// but Istio lets a Gateway select across namespaces.
  private boolean selects(KubeObject gateway) {
    Map<String, String> selector = gateway.at("spec", "selector").strings();
    return Stream.of(Rendering.REGISTRY, NodeEntrance.APP, LaptopEntrance.NAME, "node-gateway")
        .map(
            app -> {
              Map<String, String> labels = Ownership.labels(options);
              labels.put("app", app);
              return labels;
            })
        .anyMatch(
            labels -> !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet()));
  }

  private boolean routes(KubeObject service) {
    List<String> gateways = service.at("spec", "gateways").texts();
    boolean ofOurs =
        gateways.stream()
            .anyMatch(each -> namespaces.contains(each.split("/", 2)[0]) && each.contains("/"));
    return ofOurs || hosts(service).anyMatch(each -> host(each, service));
  }

  private static Stream<String> hosts(KubeObject object) {
    return object.at("spec", "hosts").texts().stream();
  }

  /// Short names are those of the object's own namespace.
  private boolean host(String host, KubeObject object) {
    return hosts.contains(host)
        || (host.equals(Rendering.REGISTRY) && object.namespace().equals(options.namespace()));
  }
}
