package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.identity.authority.CertificateLife;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Carrier;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The certificate that clients outside see, in the Secret where what carries the host looks for
/// it. It is somebody else's: what is wrong with it stops no install.
final class HostCertificate {
  static final String ID = "ingress.certificate";
  static final String SUBJECT = Messages.of("certificate-of-the-host");

  /// Whoever renews it should have done so by then.
  private static final Duration SOON = Duration.ofDays(14);

  private final Cluster cluster;
  private final StackOptions options;
  private final Ingress ingress;

  HostCertificate(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.ingress = options.additions().ingress();
  }

  private record Place(String namespace, String name) {
    String words() {
      return namespace + "/" + name;
    }
  }

  /// Nothing where it isn't in a Secret, or nobody tells in which.
  List<Finding> finding(Instant now) throws InterruptedException {
    try {
      List<Place> places = places();
      for (Place each : places) {
        Optional<KubeObject> secret = cluster.get(Kind.SECRET, each.namespace(), each.name());
        if (secret.isPresent()) {
          return List.of(judged(each, secret.get(), now));
        }
      }
      return places.isEmpty() ? List.of() : List.of(missing(places.getFirst()));
    } catch (MooringException e) {
      if (e.problem().code() != Code.MISSING_RIGHT) {
        throw e;
      }
      return List.of(Finding.ok(ID, SUBJECT, Messages.of("only-who-installs-can-read-it")));
    }
  }

  private List<Place> places() throws InterruptedException {
    Optional<Carrier> carrier = ingress.carrier();
    if (carrier.isEmpty()) {
      return List.of();
    }
    return switch (carrier.get().sort()) {
      case ISTIO -> ofIstio(carrier.get());
      case GATEWAY -> ofGateway(carrier.get());
      case CLASS -> ofClass(carrier.get());
    };
  }

  private List<Place> ofClass(Carrier carrier) throws InterruptedException {
    String name = Route.secret(ingress);
    return carrier.ofMesh() ? besidePods(carrier, "", name) : at(options.ingressNamespace(), name);
  }

  /// Istio's gateways read Secrets of their own namespace.
  private List<Place> ofIstio(Carrier carrier) throws InterruptedException {
    List<Document> servers =
        cluster.get(Kind.GATEWAY, carrier.namespace(), carrier.name()).stream()
            .flatMap(each -> each.at("spec", "servers").stream())
            .filter(
                each ->
                    each.at("port", "number")
                        .integer()
                        .filter(is -> is.toString().equals(carrier.listener()))
                        .isPresent())
            .toList();
    for (Document server : servers) {
      String name = server.at("tls", "credentialName").textOrEmpty();
      if (!name.isEmpty()) {
        return besidePods(carrier, carrier.namespace(), name);
      }
    }
    return List.of();
  }

  private List<Place> besidePods(Carrier carrier, String otherwise, String name)
      throws InterruptedException {
    Set<String> namespaces = new LinkedHashSet<>();
    new GatewayPods(cluster, carrier).ready().forEach(each -> namespaces.add(each.namespace()));
    if (namespaces.isEmpty() && !otherwise.isEmpty()) {
      namespaces.add(otherwise);
    }
    return namespaces.stream().map(each -> new Place(each, name)).toList();
  }

  private List<Place> ofGateway(Carrier carrier) throws InterruptedException {
    List<Place> places = new ArrayList<>();
    cluster.get(Kind.API_GATEWAY, carrier.namespace(), carrier.name()).stream()
        .flatMap(each -> each.at("spec", "listeners").stream())
        .filter(each -> each.at("name").textOrEmpty().equals(carrier.listener()))
        .flatMap(each -> each.at("tls", "certificateRefs").stream())
        .filter(each -> each.at("kind").text().orElse("Secret").equals("Secret"))
        .forEach(
            each ->
                places.addAll(
                    at(
                        each.at("namespace").text().orElse(carrier.namespace()),
                        each.at("name").textOrEmpty())));
    return places;
  }

  private static List<Place> at(String namespace, String name) {
    return List.of(new Place(namespace, name));
  }

  private Finding missing(Place place) {
    return warning(
        Messages.of("there-is-no-secret", place.words()),
        ingress.certificateIssuer().isEmpty()
            ? new Remedy.Command(
                Messages.of("create-it"),
                "kubectl -n %s create secret tls %s --cert=FILE --key=FILE"
                    .formatted(place.namespace(), place.name()))
            : new Remedy.Command(
                Messages.of("see-why-it-is-not-issued"),
                "kubectl -n %s describe certificate %s"
                    .formatted(place.namespace(), place.name())));
  }

  private Finding judged(Place place, KubeObject secret, Instant now) {
    Optional<CertificateLife> read =
        CertificateLife.of(decoded(secret, "tls.crt"))
            .or(() -> CertificateLife.of(decoded(secret, "cert")));
    if (read.isEmpty()) {
      return warning(
          Messages.of("holds-no-certificate", place.words()),
          new Remedy.Advice(Messages.of("replace-the-certificate")));
    }
    CertificateLife life = read.get();
    Optional<String> wrong = wrong(life, ingress.host(), now);
    if (wrong.isPresent()) {
      return warning(
          place.words() + ": " + wrong.get(),
          new Remedy.Advice(Messages.of("replace-the-certificate")));
    }
    long days = life.left(now).toDays();
    return life.left(now).compareTo(SOON) < 0 && life.nearItsEnd(now)
        ? warning(
            Messages.count("expires-in-days", days, place.words()),
            new Remedy.Advice(Messages.of("replace-the-certificate")))
        : Finding.ok(ID, SUBJECT, Messages.count("valid-for-days", days));
  }

  private static Finding warning(String sentence, Remedy remedy) {
    return Finding.warning(ID, SUBJECT, sentence, remedy);
  }

  private static String decoded(KubeObject secret, String key) {
    try {
      byte[] content = Base64.getDecoder().decode(secret.at("data", key).textOrEmpty());
      return new String(content, StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// Why clients will not believe it; nothing where they might.
  static Optional<String> wrong(CertificateLife life, String host, Instant now) {
    if (life.hosts().stream().noneMatch(each -> names(each, host))) {
      return Optional.of(
          Messages.of(
              "certificate-is-for-other-hosts",
              host,
              String.join(", ", life.hosts().stream().sorted().limit(3).toList())));
    }
    if (now.isBefore(life.from())) {
      return Optional.of(Messages.of("valid-from", life.from().toString()));
    }
    return life.left(now).isNegative()
        ? Optional.of(Messages.of("expired-on", life.until().toString()))
        : Optional.empty();
  }

  /// A star stands for one label, and only in the first place (RFC 9525, section 6.3).
  private static boolean names(String pattern, String host) {
    int dot = host.indexOf('.');
    return pattern.equalsIgnoreCase(host)
        || (pattern.startsWith("*.")
            && dot > 0
            && pattern.substring(1).equalsIgnoreCase(host.substring(dot)));
  }
}
