package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Routes of others for the ingress's host: which one a gateway follows is its own rule, and
/// whoever gets the requests gets the tokens. One with a wildcard gets none: the exact name wins.
final class HostClaims {
  static final String ID = "ingress.claims";
  static final String SUBJECT = Messages.of("other-routes-of-the-host");

  private static final int NAMED = 10;
  private static final List<Kind> KINDS =
      List.of(Kind.VIRTUAL_SERVICE, Kind.HTTP_ROUTE, Kind.INGRESS);

  private final Cluster cluster;
  private final StackOptions options;
  private final String host;

  HostClaims(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
    this.host = options.additions().ingress().host();
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
          e.problem().remedy());
    }
    return found.isEmpty()
        ? Finding.ok(ID, SUBJECT, Messages.of("no-other-route-has-it", host))
        : Finding.warning(
            ID,
            SUBJECT,
            Messages.of(
                "these-can-take-its-tokens",
                found.stream().limit(NAMED).collect(Collectors.joining(", ")),
                host),
            new Remedy.Advice(Messages.of("ask-their-owner-and-delete-them")));
  }

  private List<String> found() throws InterruptedException {
    List<Callable<List<KubeObject>>> questions = new ArrayList<>();
    for (Kind each : KINDS) {
      questions.add(() -> cluster.list(each, null, ""));
    }
    return Concurrently.all(questions).stream()
        .flatMap(List::stream)
        .filter(each -> !ours(each) && hosts(each).anyMatch(host::equals))
        .map(KubeObject::words)
        .sorted()
        .toList();
  }

  private boolean ours(KubeObject object) {
    return object.namespace().equals(options.ingressNamespace())
        && Ownership.belongs(object, options);
  }

  private static Stream<String> hosts(KubeObject object) {
    return switch (object.kind()) {
      // Without a gateway it is for the mesh's own sidecars.
      case "VirtualService" ->
          object.at("spec", "gateways").texts().stream().allMatch("mesh"::equals)
              ? Stream.empty()
              : object.at("spec", "hosts").texts().stream();
      case "HTTPRoute" -> object.at("spec", "hostnames").texts().stream();
      default -> object.at("spec", "rules").stream().map(each -> each.at("host").textOrEmpty());
    };
  }
}
