package dev.mooring.debug.session;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.forward.reach.Selectors;
import dev.mooring.problem.MooringException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What those who call a pod through an Istio mesh see while its program stands still, as the
/// VirtualServices and DestinationRules of the pod's own namespace say for its Services.
///
/// @param words of each thing that happens: "callers get 504 after 5 s"
public record Callers(List<String> words) {
  public static final Callers NONE = new Callers(List.of());

  /// Objects of a kind that are looked at.
  private static final int MOST = 500;

  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(h|ms|m|s)");

  /// Conditions under which Envoy sends a request again that had no answer in time.
  private static final Set<String> AGAIN = Set.of("5xx", "gateway-error", "504");

  /// Asks the cluster; where there is no mesh, or it may not be looked at, nothing is known.
  public static Callers of(Cluster cluster, KubeObject pod) throws InterruptedException {
    Set<String> hosts =
        list(cluster, Kind.SERVICE, pod)
            .filter(service -> Selectors.select(service, pod))
            .flatMap(service -> names(service.name(), pod.namespace()))
            .collect(Collectors.toSet());
    return hosts.isEmpty()
        ? NONE
        : of(
            hosts,
            list(cluster, Kind.VIRTUAL_SERVICE, pod).toList(),
            list(cluster, Kind.DESTINATION_RULE, pod).toList());
  }

  private static Stream<KubeObject> list(Cluster cluster, Kind kind, KubeObject pod)
      throws InterruptedException {
    try {
      return cluster.list(kind, pod.namespace(), "").stream().limit(MOST);
    } catch (MooringException e) {
      return Stream.of(); // no mesh is installed, or the user may not look
    }
  }

  private static Stream<String> names(String service, String namespace) {
    return Stream.of("", "." + namespace, "." + namespace + ".svc")
        .map(domain -> service + domain)
        .flatMap(name -> Stream.of(name, name + ".cluster.local"));
  }

  /// @param hosts by which the rules call the pod's Services
  public static Callers of(Set<String> hosts, List<KubeObject> routes, List<KubeObject> rules) {
    List<String> words = new ArrayList<>();
    List<Document> http =
        routes.stream()
            .flatMap(route -> route.at("spec", "http").stream())
            .filter(
                each ->
                    each.at("route").stream()
                        .anyMatch(to -> hosts.contains(to.at("destination", "host").textOrEmpty())))
            .toList();
    http.stream()
        .flatMap(each -> seconds(each.at("timeout").textOrEmpty()).stream())
        .filter(each -> each.signum() > 0)
        .min(BigDecimal::compareTo)
        .ifPresent(each -> words.add(Messages.of("callers-get-504", each.toPlainString())));
    http.stream()
        .map(each -> each.at("retries"))
        .filter(Callers::triesAgain)
        .mapToLong(each -> each.at("attempts").integer().orElse(0L))
        .max()
        .ifPresent(each -> words.add(Messages.of("callers-try-again", each)));
    rules.stream()
        .filter(rule -> hosts.contains(rule.at("spec", "host").textOrEmpty()))
        .map(rule -> rule.at("spec", "trafficPolicy", "outlierDetection"))
        .filter(outliers -> !outliers.isNothing())
        .findFirst()
        .flatMap(Callers::left)
        .ifPresent(words::add);
    return new Callers(List.copyOf(words));
  }

  /// A program that stands still refuses nobody: only these conditions meet it, and only where each
  /// try has a time of its own.
  private static boolean triesAgain(Document retries) {
    return seconds(retries.at("perTryTimeout").textOrEmpty()).isPresent()
        && Stream.of(retries.at("retryOn").textOrEmpty().split(",", -1))
            .map(String::strip)
            .anyMatch(AGAIN::contains);
  }

  private static Optional<String> left(Document outliers) {
    long errors =
        Stream.of("consecutive5xxErrors", "consecutiveGatewayErrors")
            .flatMap(field -> outliers.at(field).integer().stream())
            .filter(each -> each > 0)
            .min(Long::compare)
            .orElse(outliers.at("consecutive5xxErrors").integer().orElse(5L));
    BigDecimal out =
        seconds(outliers.at("baseEjectionTime").textOrEmpty()).orElse(BigDecimal.valueOf(30));
    return errors > 0
        ? Optional.of(Messages.of("callers-leave-it-out", errors, out.toPlainString()))
        : Optional.empty();
  }

  /// As Go writes durations: "1m30s", "0.5s".
  private static Optional<BigDecimal> seconds(String duration) {
    Matcher part = PART.matcher(duration);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      BigDecimal unit =
          switch (part.group(2)) {
            case "h" -> BigDecimal.valueOf(3600);
            case "m" -> BigDecimal.valueOf(60);
            case "s" -> BigDecimal.ONE;
            default -> new BigDecimal("0.001");
          };
      sum = sum.add(new BigDecimal(part.group(1)).multiply(unit));
      end = part.end();
    }
    return duration.isEmpty() || end < duration.length()
        ? Optional.empty()
        : Optional.of(sum.stripTrailingZeros());
  }
}
