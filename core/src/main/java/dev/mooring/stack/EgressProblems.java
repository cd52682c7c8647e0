package dev.mooring.stack;

import dev.mooring.document.Printable;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.EgressHost;
import dev.mooring.stack.options.StackOptions;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why an egress does not lead to a host, in the user's words.
final class EgressProblems {
  private static final int HTTPS = 443;
  private static final int SHOWN = 200;

  private EgressProblems() {}

  /// As the list has it.
  static String host(URI uri) {
    return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
  }

  /// @throws MooringException for what the list has no place for, before anybody is asked
  static void demandListed(StackOptions options, URI uri) {
    String host = host(uri);
    int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
    if (port != HTTPS || !"https".equals(uri.getScheme())) {
      throw new Problem(
              Code.EGRESS_REFUSED,
              Messages.of("cannot-reach-from-here", host),
              Messages.of("the-egress-leads-to-443-only", options.registry(), uri.getPort()),
              new Remedy.Advice(Messages.of("use-an-address-with-port-443")))
          .raise();
    }
    if (options.additions().egressHosts().stream().noneMatch(each -> each.name().equals(host))) {
      throw new Problem(
              Code.EGRESS_REFUSED,
              Messages.of("cannot-reach-from-here", host),
              Messages.of("the-egress-does-not-list-it", options.registry()),
              listing(options, host))
          .raise();
    }
  }

  /// Install takes the whole list.
  private static Remedy listing(StackOptions options, String host) {
    String name =
        host.endsWith(EgressHost.INSIDE)
            ? host.substring(0, host.length() - EgressHost.INSIDE.length())
            : host;
    String hosts =
        Stream.concat(
                options.additions().egress().stream().filter(each -> !each.equals(name)),
                Stream.of(host))
            .collect(Collectors.joining(","));
    return new Remedy.Command(
        Messages.of("add-it-to-the-hosts-of-the-egress"),
        "mooring install --egress "
            + hosts
            + (options.isDefault() ? "" : " --registry " + options.registry()));
  }

  /// Why there is no tunnel to a listed host.
  ///
  /// @param as who asked for it
  static Problem refused(
      StackOptions options, ServiceAccount as, String host, EgressProbe.Said said) {
    String registry = options.registry();
    String what = Messages.of("cannot-reach-from-here", host);
    String detail = Printable.line(said.detail(), SHOWN);
    return switch (said.answer()) {
      case LEADS -> throw new IllegalArgumentException("it leads there");
      case NOT_LISTED ->
          new Problem(
              Code.EGRESS_REFUSED,
              what,
              Messages.of("the-egress-knows-another-list", registry),
              listing(options, host),
              detail);
      case NOT_THERE ->
          new Problem(
              Code.EGRESS_REFUSED,
              what,
              Messages.of("its-address-is-private", host, registry),
              listing(options, host + EgressHost.INSIDE),
              detail);
      case HOST_SILENT ->
          new Problem(
              Code.EGRESS_FAILED,
              what,
              Messages.of("the-egress-cannot-connect", registry, host),
              new Remedy.Advice(Messages.of("check-that-pods-can-reach-it")),
              detail);
      case CLOSED ->
          new Problem(
              Code.EGRESS_REFUSED,
              what,
              Messages.of("the-egress-does-not-serve", registry, as),
              new Remedy.Command(Messages.of("see-who-can-push"), "mooring writer list"),
              detail);
      case NO_PROXY ->
          new Problem(
              Code.EGRESS_FAILED,
              what,
              Messages.of("what-answers-is-no-egress-proxy", registry),
              new Remedy.Command(
                  Messages.of("check-its-pods"),
                  "kubectl get pods -n " + options.egressNamespace()),
              detail);
    };
  }
}
