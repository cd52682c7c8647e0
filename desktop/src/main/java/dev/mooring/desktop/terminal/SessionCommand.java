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
import java.util.List;
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
  public final Integer call() throws InterruptedException {
    return run(session());
  }

  abstract int run(SessionEntry session) throws InterruptedException;

  /// The one that is meant.
  ///
  /// @throws dev.mooring.problem.MooringException when there is none, or there are several
  private SessionEntry session() throws InterruptedException {
    List<SessionEntry> all = opening().moorings().sessions();
    List<SessionEntry> meant =
        all.stream()
            .filter(each -> context.isEmpty() || each.context().equals(context))
            .filter(each -> matches(each, session))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    String names = String.join(", ", all.stream().map(SessionEntry::name).limit(20).toList());
    if (meant.isEmpty()) {
      throw new Problem(
              Code.DEBUG_SESSION_ENDED,
              session.isEmpty()
                  ? Messages.of("no-debug-session-is-running")
                  : Messages.of("no-debug-session-in", session),
              all.isEmpty() ? Messages.of("none-is-attached") : Messages.of("there-are", names),
              new Remedy.Command(Messages.of("start-one"), "mooring debug TARGET"))
          .raise();
    }
    throw new Problem(
            Code.NAME_AMBIGUOUS,
            Messages.of("which-debug-session"),
            Messages.of("there-are", names),
            new Remedy.Setting(Messages.of("name-its-pod"), "--session", ""))
        .raise();
  }

  /// By the pod's name, or by how it begins: a workload's name.
  private static boolean matches(SessionEntry each, String wanted) {
    return wanted.isEmpty()
        || each.name().equals(wanted)
        || each.pod().equals(wanted)
        || each.pod().startsWith(wanted + "-");
  }

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
