package dev.mooring.stack;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification.Row;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.Optional;

/// What can be tried through port-forwards, which arrive on the pod's own loopback: the place that
/// is closest to what the stack protects.
final class ForwardedAttempts {
  private final Tunnels tunnels;
  private final StackOptions options;
  private final String read;

  /// @param read the path that is read
  ForwardedAttempts(Tunnels tunnels, StackOptions options, String read) {
    this.tunnels = tunnels;
    this.options = options;
    this.read = read;
  }

  private interface Asking {
    String ask(PodPort port) throws InterruptedException;
  }

  Row plain(Optional<PodPort> registry) throws InterruptedException {
    return row(
        Attempt.PLAIN_FORWARD,
        "",
        registry,
        port -> RawHttp.ask(tunnels, port, "GET", read, "localhost"));
  }

  Row withoutCertificate(Attempt attempt, Optional<PodPort> port, String name)
      throws InterruptedException {
    return row(
        attempt,
        "",
        port,
        each -> RawHttp.askWithoutCertificate(tunnels, each, name, read, "localhost"));
  }

  /// @param token made for somebody else
  Row withToken(Attempt attempt, Optional<PodPort> port, String name, Token token)
      throws InterruptedException {
    return row(
        attempt,
        "",
        port,
        each -> RawHttp.askWithToken(tunnels, each, name, read, "localhost", token.make()));
  }

  interface Token {
    String make() throws InterruptedException;
  }

  Row write(String node, Optional<PodPort> entrance) throws InterruptedException {
    return row(
        Attempt.ENTRANCE_WRITE_FORWARD,
        node,
        entrance,
        port ->
            RawHttp.ask(
                tunnels,
                port,
                "POST",
                "/v2/" + ProbePush.REPOSITORY + "/blobs/uploads/",
                "localhost:" + options.nodePort()));
  }

  private static Row row(Attempt attempt, String node, Optional<PodPort> port, Asking asking)
      throws InterruptedException {
    Answer answer;
    try {
      answer =
          port.isEmpty()
              ? Answer.untried(Messages.of("no-pod-is-ready"))
              : Answer.parse(asking.ask(port.get()));
    } catch (MooringException e) {
      answer = Answer.untried(e.problem().what() + ": " + e.problem().why());
    }
    return Rows.row(attempt, node, answer, Remedy.none());
  }
}
