package dev.mooring.cluster;

import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/// What it means that the API server could not be asked: the one rule for requests, which the JDK's
/// HTTP client sends, and for tunnels, which open sockets of their own. Whatever way a fault is
/// met, the user reads the same words.
///
/// An answer, even a refusal, is none of this room's business here: its meaning depends on what was
/// asked for.
public final class Unreachable {
  private static final int LONGEST_DETAIL = 600;

  private Unreachable() {}

  /// Explains a failure by its type and its causes; the texts of the libraries go into the detail.
  ///
  /// @param what could not be done: "Can't list pods in shop"
  /// @param endpoint where the request went
  /// @param failure as the library threw it; secrets are in no exception of the network's
  public static Problem problem(String what, ApiEndpoint endpoint, Throwable failure) {
    URI server = endpoint.server();
    Context context = endpoint.context();
    String where = server.getScheme() + "://" + server.getRawAuthority();
    String way = proxied(endpoint) ? Messages.of("through-the-proxy", where) : where;
    Causes causes = new Causes(failure);
    String detail = Printable.cut(causes.messages(), LONGEST_DETAIL);
    if (causes.has(UnresolvedAddressException.class) || causes.has(UnknownHostException.class)) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          Messages.of("the-host-name-of-the-api", where),
          new Remedy.Advice(Messages.of("check-the-network-or-vpn-and")));
    }
    if (causes.has(HttpTimeoutException.class)
        || causes.has(SocketTimeoutException.class)
        || causes.has(TimeoutException.class)) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          Messages.of("the-api-server-did-not-answer", way),
          new Remedy.Command(
              Messages.of("check-the-network-or-vpn"),
              "kubectl get --raw /readyz --context " + context.name()));
    }
    if (causes.has(SSLException.class)) {
      return FailedHandshake.problem(what, context, where, causes).withDetail(detail);
    }
    if (causes.has(NoRouteToHostException.class) || causes.say("unreachable")) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          Messages.of("no-way-leads-to-the-api-server", way),
          new Remedy.Advice(Messages.of("check-the-network-or-vpn-and")));
    }
    if (causes.has(ConnectException.class)) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          Messages.of("nothing-answers-at-the-api-server", way),
          new Remedy.Advice(Messages.of("start-the-cluster-or-choose-another")));
    }
    // The JDK's client has no type for it.
    if (causes.has(ProxyRefusedException.class) || causes.say("Tunnel failed, got: ")) {
      return new Problem(
              Code.CLUSTER_UNREACHABLE,
              what,
              Messages.of("the-proxy-refused-the-connection", where),
              new Remedy.Advice(Messages.of("check-the-proxy-of-the-cluster", context.cluster())))
          .withDetail(detail);
    }
    return new Problem(
            Code.CONNECTION_LOST,
            what,
            Messages.of("the-connection-to-the-api-server", way),
            new Remedy.Wait(Messages.of("try-again-if-it-happens-again"), Duration.ZERO))
        .withDetail(
            Printable.cut(failure.getClass().getSimpleName() + ": " + detail, LONGEST_DETAIL));
  }

  /// Whether the connection was had and then lost, so that the same request may be sent once more
  /// at once.
  public static boolean brokenMidway(Throwable failure) {
    Causes causes = new Causes(failure);
    return List.of(ConnectException.class, HttpTimeoutException.class, SSLException.class).stream()
        .noneMatch(causes::has);
  }

  private static boolean proxied(ApiEndpoint endpoint) {
    return endpoint.proxies().select(endpoint.server()).stream()
        .anyMatch(each -> each.type() != Proxy.Type.DIRECT);
  }
}
