package dev.mooring.forward;

import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.util.List;

/// A forward as it is now.
///
/// @param listening where it listens; empty when it does not
/// @param pods the ready pods that the next connection may go to
/// @param connections open ones
/// @param received bytes from pods since it was started
/// @param sent bytes to pods since it was started
public record ForwardStatus(
    ForwardSpec spec,
    State state,
    List<InetSocketAddress> listening,
    List<String> pods,
    int connections,
    long received,
    long sent) {

  /// Whether a connection made now would be served.
  public sealed interface State {

    /// Not listening.
    record Stopped() implements State {}

    /// A ready pod is there and the API server answers.
    record Active() implements State {}

    /// Listening; connections are parked until a pod is ready.
    ///
    /// @param why in the user's words: "no ready pod behind svc/api"
    record Waiting(String why) implements State {}

    /// Could not listen, or the target cannot exist.
    record Failed(Problem problem) implements State {}
  }
}
