package dev.mooring.desktop.terminal;

import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.inspect.Inspection;
import dev.mooring.debug.inspect.Stop;
import dev.mooring.desktop.control.SessionEntry;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// A command about a debug session that runs, in a window or in another `mooring debug`.
abstract class SessionCommand extends RunningQuery {
  @Option(
      names = {"-s", "--session"},
      paramLabel = "POD")
  String session = "";

  SessionCommand(Opening opening) {
    super(opening);
  }

  @Override
  public Integer call() throws InterruptedException {
    return run(new RunningSessions(opening().moorings()).one(context, session));
  }

  abstract int run(SessionEntry session) throws InterruptedException;

  /// @throws dev.mooring.problem.MooringException where no Delve listens
  static DelvePort port(SessionEntry session) {
    if (!session.speaksDelve()) {
      throw new Problem(
              Code.INVALID_TARGET,
              Messages.of("cannot-ask-the-session", session.name()),
              Messages.of("no-delve-listens-there"),
              new Remedy.Advice(Messages.of("connect-an-editor")))
          .raise();
    }
    return new DelvePort(new InetSocketAddress(InetAddress.getLoopbackAddress(), session.port()));
  }

  static Inspection inspect(SessionEntry session) {
    return new Inspection(port(session));
  }

  /// Says where the program is.
  final void show(Stop stop) {
    if (json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("state", stop.state().name().toLowerCase(java.util.Locale.ROOT));
      if (stop.stopped()) {
        object.put("function", stop.function());
        object.put("file", stop.file());
        object.put("line", stop.line());
        object.put("goroutine", stop.goroutine());
        object.put("breakpoint", stop.breakpoint());
        object.put("reason", stop.detail());
      } else if (stop.state() == Stop.State.EXITED) {
        object.put("exitStatus", stop.detail());
      }
      output().json(object);
      return;
    }
    output()
        .line(
            switch (stop.state()) {
              case RUNNING -> Messages.of("the-app-is-running");
              case EXITED -> Messages.of("the-app-has-exited", stop.detail());
              case STOPPED -> stopped(stop);
            });
  }

  private static String stopped(Stop stop) {
    return stop.breakpoint() > 0
        ? Messages.of(
            "stopped-at-breakpoint",
            stop.breakpoint(),
            stop.function(),
            stop.file(),
            stop.line(),
            stop.goroutine())
        : Messages.of("stopped-at", stop.function(), stop.file(), stop.line(), stop.goroutine());
  }
}
