package dev.mooring.desktop.terminal;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.cluster.SnapshotSubject;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.debug.snapshot.Forecast;
import dev.mooring.debug.snapshot.Snapshot;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.debug.snapshot.SnapshotTaker;
import dev.mooring.debug.snapshot.Subject;
import dev.mooring.desktop.control.SessionEntry;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Takes a snapshot of a program: of a debug session's, or of one that Delve is attached to for it.
@Command(name = "snapshot")
final class SnapshotCommand extends ClusterCommand {
  @Parameters(arity = "0..1", paramLabel = "TARGET")
  String target = "";

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME")
  String container = "";

  @Option(
      names = {"-s", "--session"},
      paramLabel = "POD")
  String session = "";

  @Option(names = "--process", paramLabel = "NAME|PID")
  String process = "";

  @Option(names = "--helper-image", paramLabel = "IMAGE")
  @Nullable String helperImage;

  @Option(names = {"-y", "--yes"})
  boolean yes;

  /// Another one in tests.
  SnapshotStore store = SnapshotStore.ofUser();

  SnapshotCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run() throws InterruptedException {
    if (!target.isEmpty()) {
      return super.run();
    }
    SessionEntry running =
        new RunningSessions(opening().moorings())
            .one(Objects.requireNonNullElse(context, ""), session);
    Workspace workspace = opening().open(running.context());
    return take(
        subject(
            workspace,
            running.namespace(),
            running.pod(),
            running.container(),
            SessionCommand.port(running)));
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    String image = helperImage == null ? opening().settings().get().debugImage() : helperImage;
    DebugOptions options = new DebugOptions(image, 0, "", process);
    DebugTarget wanted = new DebugTarget(workloadNamespace(workspace), target, container);
    try (DebugSession attached = workspace.debugger().attach(wanted, options, progress())) {
      return take(
          subject(
              workspace,
              attached.verdict().namespace(),
              attached.verdict().pod(),
              attached.verdict().container(),
              new DelvePort(attached.address())));
    }
  }

  private static Subject subject(
      Workspace workspace, String namespace, String pod, String container, Dialer delve)
      throws InterruptedException {
    return SnapshotSubject.of(
        workspace.cluster(), workspace.tunnels(), namespace, pod, container, delve);
  }

  private int take(Subject subject) throws InterruptedException {
    try (SnapshotTaker taker = SnapshotTaker.of(subject, store)) {
      Forecast forecast = taker.forecast();
      if (!json()) {
        output().note(words(forecast));
      }
      if (!yes) {
        Question.confirm(output(), question(forecast));
      }
      Snapshot taken = taker.take(progress());
      if (json()) {
        output().json(SnapshotsCommand.json(taken, store));
      } else {
        print(taken);
      }
    }
    return 0;
  }

  private static String words(Forecast forecast) {
    return Messages.of(
        "snapshot-forecast", Words.size(forecast.resident()), seconds(forecast.freeze()));
  }

  private static String question(Forecast forecast) {
    String secrets = Messages.of("snapshot-holds-secrets");
    return forecast.mayRestart()
        ? Messages.of("snapshot-may-restart", forecast.budget().map(Duration::toSeconds).orElse(0L))
            + " "
            + secrets
        : secrets;
  }

  private void print(Snapshot taken) {
    output()
        .line(
            Messages.of(
                "snapshot-taken",
                taken.name(),
                taken.namespace() + "/" + taken.pod(),
                Words.size(taken.bytes())));
    output()
        .line(
            Messages.of("snapshot-stood-still", seconds(taken.stood()), seconds(taken.forecast())));
    output().line("");
    output().line("mooring debug goroutines --snapshot " + taken.name());
    output().line("dlv core " + store.program(taken.name()) + " " + store.core(taken.name()));
    output().line("mooring debug snapshots delete " + taken.name());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
