package dev.mooring.debug.running;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.Dialer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// A debugger that a container runs already and that listens for clients: a file for each kind.
public interface RunningDebugger {

  /// The first that its start or Skaffold's annotation tells of.
  static Optional<RunningDebugger> of(TargetContainer target, Launch launch) {
    return Stream.<BiFunction<TargetContainer, Launch, Optional<? extends RunningDebugger>>>of(
            RunningDelve::of, RunningJdwp::of, RunningDebugpy::of, RunningInspector::of)
        .flatMap(each -> each.apply(target, launch).stream())
        .map(RunningDebugger.class::cast)
        .findFirst();
  }

  DebugProtocol protocol();

  /// In the pod.
  int port();

  /// "Delve"
  String name();

  default String words() {
    return Messages.of("listens-already", name(), port());
  }

  /// What editors need to connect.
  List<DebugSession.Handover> handovers(String title, InetSocketAddress address);

  /// Looks whether it answers, where asking changes nothing.
  ///
  /// @throws dev.mooring.problem.MooringException when it doesn't
  default void greet(Dialer dialer) throws InterruptedException {}

  /// A Delve that serves Mooring beside an editor.
  default Optional<Delve> delve(Dialer dialer) {
    return Optional.empty();
  }

  /// Why Mooring can't let the program go on.
  default String whyNotAsked() {
    return Messages.of("only-its-port-is-forwarded");
  }
}
