package dev.mooring.debug.running;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession.Handover;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.session.Handovers;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.tunnel.Dialer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A headless Delve that a container runs already, as `skaffold debug` leaves it.
///
/// @param shared whether it serves several clients; one that does not ends with its first client's
/// connection, so nobody else may connect
record RunningDelve(int port, boolean shared) implements RunningDebugger {

  /// As the container's start says; else as Skaffold's annotation does.
  static Optional<RunningDelve> of(TargetContainer target, Launch launch) {
    // `skaffold debug` starts Delve with `--accept-multiclient`.
    return ofCommand(launch.words())
        .or(() -> Skaffold.port(target, "dlv").map(port -> new RunningDelve(port, true)));
  }

  private static Optional<RunningDelve> ofCommand(List<String> words) {
    List<String> delve = new ArrayList<>();
    for (String each : words) {
      if (!delve.isEmpty() && each.equals("--")) {
        break; // what follows are the program's own
      }
      if (Launch.calls(each, "dlv") || !delve.isEmpty()) {
        delve.add(each);
      }
    }
    return delve.contains("--headless") || delve.contains("--headless=true")
        ? listen(delve).flatMap(Launch::port).map(port -> new RunningDelve(port, many(delve)))
        : Optional.empty();
  }

  private static boolean many(List<String> words) {
    return words.contains("--accept-multiclient") || words.contains("--accept-multiclient=true");
  }

  private static Optional<String> listen(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String each = words.get(i);
      if (each.startsWith("--listen=") || each.startsWith("-l=")) {
        return Optional.of(each.substring(each.indexOf('=') + 1));
      }
      if ((each.equals("--listen") || each.equals("-l")) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
    }
    return Optional.empty();
  }

  @Override
  public DebugProtocol protocol() {
    return DebugProtocol.DELVE;
  }

  @Override
  public String name() {
    return "Delve";
  }

  @Override
  public List<Handover> handovers(String title, InetSocketAddress address) {
    return Handovers.of(new Endpoint(title, address));
  }

  @Override
  public void greet(Dialer dialer) throws InterruptedException {
    if (shared) {
      try (Delve delve = new Delve(dialer)) {
        delve.state();
      }
    }
  }

  @Override
  public Optional<Delve> delve(Dialer dialer) {
    return shared ? Optional.of(new Delve(dialer)) : Optional.empty();
  }

  @Override
  public String whyNotAsked() {
    return Messages.of("it-serves-one-client");
  }
}
