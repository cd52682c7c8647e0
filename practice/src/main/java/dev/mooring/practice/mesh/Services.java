package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resource;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the hosts that a Sidecar's egress names lead.
final class Services {
  private final Store store;

  Services(Store store) {
    this.store = store;
  }

  /// A port of a ready pod.
  ///
  /// @param mutual whether its own sidecar takes mutual TLS and no DestinationRule forbids it
  record Endpoint(String podUid, int port, boolean mutual) {}

  /// The Service of that port among those that a client sees.
  Optional<Endpoint> byPort(String from, List<String> hosts, int port) {
    return visible(from, hosts, Resources.SERVICE)
        .filter(each -> named(hosts, from, each, host(each)))
        .filter(each -> port(each.at("spec"), "port", port).isPresent())
        .flatMap(each -> endpoint(from, host(each), port).stream())
        .findFirst();
  }

  /// The ServiceEntry whose host a TLS client named.
  Optional<Endpoint> byName(String from, List<String> hosts, int port, String name) {
    return visible(from, hosts, Resources.SERVICE_ENTRY)
        .filter(each -> exported(each, from))
        .filter(
            each ->
                each.at("spec", "hosts").texts().stream()
                    .anyMatch(
                        host -> host.equalsIgnoreCase(name) && named(hosts, from, each, host)))
        .flatMap(each -> outside(from, each.at("spec"), name, port).stream())
        .findFirst();
  }

  private Optional<Endpoint> outside(String from, Document entry, String host, int number) {
    Document port = port(entry, "number", number).orElse(Document.nothing());
    if (!List.of("TLS", "HTTPS").contains(port.at("protocol").textOrEmpty())) {
      return Optional.empty();
    }
    int target = port.at("targetPort").integer().orElse((long) number).intValue();
    List<Document> endpoints = entry.at("endpoints").items();
    if (endpoints.isEmpty()) {
      return endpoint(from, host, target);
    }
    return endpoints.stream()
        .flatMap(
            each ->
                endpoint(
                    from,
                    each.at("address").textOrEmpty(),
                    each.at("ports", port.at("name").textOrEmpty())
                        .integer()
                        .orElse((long) target)
                        .intValue())
                    .stream())
        .findFirst();
  }

  private Stream<Document> visible(String from, List<String> hosts, Resource kind) {
    return hosts.stream()
        .map(each -> each.substring(0, Math.max(0, each.indexOf('/'))))
        .map(scope -> scope.equals(".") ? from : scope.equals("*") ? "" : scope)
        .distinct()
        .flatMap(scope -> store.list(kind, scope).stream());
  }

  private static boolean exported(Document object, String to) {
    List<String> exports = object.at("spec", "exportTo").texts();
    boolean own = Meta.namespace(object).equals(to);
    return exports.isEmpty()
        || exports.contains("*")
        || exports.contains(to)
        || (own && exports.contains("."));
  }

  /// Whether an egress names a host of an object's namespace.
  private static boolean named(List<String> hosts, String from, Document object, String host) {
    return hosts.stream()
        .map(each -> each.split("/", 2))
        .anyMatch(
            each ->
                each.length == 2
                    && (each[0].equals("*")
                        || (each[0].equals(".") ? from : each[0]).equals(Meta.namespace(object)))
                    && Patterns.text(
                        each[1].toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT)));
  }

  private static Optional<Document> port(Document spec, String field, int number) {
    return spec.at("ports").stream()
        .filter(each -> each.at(field).integer().orElse(0L) == number)
        .findFirst();
  }

  /// A ready pod behind a Service's DNS name.
  Optional<Endpoint> endpoint(String from, String host, int port) {
    String[] parts = host.split("\\.", -1);
    if (parts.length < 2 || (parts.length > 2 && !parts[2].equals("svc"))) {
      return Optional.empty();
    }
    Document service = store.get(Resources.SERVICE, parts[1], parts[0]).orElse(Document.nothing());
    Document target =
        port(service.at("spec"), "port", port).orElse(Document.nothing()).at("targetPort");
    return store
        .get(Resources.ENDPOINTS, parts[1], parts[0])
        .filter(_ -> !target.isNothing())
        .flatMap(
            endpoints ->
                endpoints.at("subsets").stream()
                    .flatMap(each -> each.at("addresses").stream())
                    .flatMap(each -> pod(parts[1], each.at("targetRef", "name").textOrEmpty()))
                    .findFirst())
        .map(
            pod ->
                new Endpoint(
                    Meta.uid(pod),
                    number(pod, target),
                    pod.at("metadata", "labels", "security.istio.io/tlsMode")
                            .textOrEmpty()
                            .equals("istio")
                        && !plain(from, parts[1], host)));
  }

  private Stream<Document> pod(String namespace, String name) {
    return store.get(Resources.POD, namespace, name).stream();
  }

  private static int number(Document pod, Document target) {
    return target
        .integer()
        .or(
            () ->
                pod.at("spec", "containers").stream()
                    .flatMap(each -> each.at("ports").stream())
                    .filter(each -> each.at("name").equals(target))
                    .flatMap(each -> each.at("containerPort").integer().stream())
                    .findFirst())
        .orElse(0L)
        .intValue();
  }

  /// The client's own DestinationRule wins, then the Service's, then the mesh's.
  private boolean plain(String from, String namespace, String host) {
    return Stream.of(from, namespace, Policies.ROOT_NAMESPACE)
        .flatMap(each -> store.list(Resources.DESTINATION_RULE, each).stream())
        .filter(each -> each.at("spec", "host").textOrEmpty().equals(host))
        .filter(each -> exported(each, from))
        .findFirst()
        .map(each -> each.at("spec", "trafficPolicy", "tls", "mode").textOrEmpty())
        .filter(each -> each.equals("DISABLE"))
        .isPresent();
  }

  private static String host(Document service) {
    return Meta.name(service) + "." + Meta.namespace(service) + ".svc.cluster.local";
  }
}
