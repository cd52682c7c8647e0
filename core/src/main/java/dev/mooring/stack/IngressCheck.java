package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.envoy.IngressDoor;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;

/// Asks at the ingress without a token, as a gateway hands on what it was asked over HTTPS. Only
/// 401 says that it was the token that was missing.
final class IngressCheck {
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final StackOptions options;

  IngressCheck(Cluster cluster, Tunnels tunnels, StackOptions options) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.options = options;
  }

  Row anonymous() throws InterruptedException {
    Answer answer;
    try {
      Optional<PodPort> port = port();
      answer =
          port.isEmpty()
              ? Answer.untried(Messages.of("no-pod-is-ready"))
              : judged(Answer.parse(ask(port.get())));
    } catch (MooringException e) {
      answer = Answer.untried(e.problem().what() + ": " + e.problem().why());
    }
    return Rows.row(Attempt.NO_TOKEN_INGRESS, "", answer, Remedy.none());
  }

  private static Answer judged(Answer answer) {
    boolean challenged = answer.words().startsWith("401");
    return challenged || answer.outcome() != Answer.Outcome.REFUSED
        ? answer
        : new Answer(Answer.Outcome.UNCLEAR, answer.words());
  }

  private String ask(PodPort port) throws InterruptedException {
    String request =
        "GET /v2/ HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"
            .formatted(options.additions().ingress().host());
    return options.ingressEndsTls()
        ? RawHttp.askOverTls(tunnels, port, new IngressDoor(options).host(), request)
        : RawHttp.ask(tunnels, port, request);
  }

  private Optional<PodPort> port() throws InterruptedException {
    return cluster.list(Kind.POD, options.ingressNamespace(), "app=" + IngressDoor.NAME).stream()
        .filter(each -> each.ready() && !each.deleting())
        .map(each -> new PodPort(each.namespace(), each.name(), IngressDoor.PORT))
        .findFirst();
  }
}
