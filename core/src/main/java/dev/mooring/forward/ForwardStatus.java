package dev.mooring.forward;

import dev.mooring.problem.Problem;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A forward as it is now.
///
/// @param listening where it listens; empty when it does not
/// @param pods the ready pods that the next connection may go to
/// @param connections open ones
/// @param received bytes from pods since it was started
/// @param sent bytes to pods since it was started
/// @param rates bytes per second both ways, one a second, the newest last; at most a minute
/// @param lent whom its connections show themselves as; null where it lends no identity, or does
/// not
/// listen
public record ForwardStatus(
    ForwardSpec spec,
    State state,
    List<InetSocketAddress> listening,
    List<String> pods,
    int connections,
    long received,
    long sent,
    List<Long> rates,
    @Nullable LentIdentity lent) {

  /// One that does not listen.
  public static ForwardStatus idle(ForwardSpec spec, State state) {
    return new ForwardStatus(spec, state, List.of(), List.of(), 0, 0, 0, List.of(), null);
  }

  /// Bytes per second at the moment.
  public long rate() {
    return rates.isEmpty() ? 0 : rates.getLast();
  }

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
