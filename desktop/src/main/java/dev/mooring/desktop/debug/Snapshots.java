package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.snapshot.Forecast;
import dev.mooring.debug.snapshot.Snapshot;
import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.debug.snapshot.SnapshotTaker;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.pod.PodName;
import dev.mooring.job.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Takes a snapshot of a session's program, after it was said what that costs. On the UI's thread.
final class Snapshots {
  private final Debugger debugger;
  private final Jobs jobs;
  private final Ui ui;
  private final SnapshotStore store = SnapshotStore.ofUser();

  Snapshots(Debugger debugger, Jobs jobs, Ui ui) {
    this.debugger = debugger;
    this.jobs = jobs;
    this.ui = ui;
  }

  void take(DebugSession session, Surface surface) {
    String pod = pod(session);
    jobs.start(
        Messages.of("look-at-memory", pod),
        progress -> {
          try (SnapshotTaker taker = debugger.snapshot(session, store)) {
            Forecast forecast = taker.forecast();
            ui.execute(() -> surface.ask(question(pod, forecast), () -> take(session)));
            return Words.size(forecast.resident());
          }
        },
        size -> size);
  }

  private static Surface.Question question(String pod, Forecast forecast) {
    String costs =
        Messages.of("snapshot-costs", Words.size(forecast.resident()), seconds(forecast.freeze()));
    String restart =
        forecast.mayRestart()
            ? Messages.of(
                "snapshot-may-restart", forecast.budget().map(Duration::toSeconds).orElse(0L))
            : "";
    return new Surface.Question(
        Messages.of("take-snapshot-of", pod),
        String.join(" ", costs, Messages.of("snapshot-holds-secrets"), restart).strip(),
        List.of(),
        Messages.of("take-snapshot"));
  }

  private void take(DebugSession session) {
    jobs.start(
        Messages.of("snapshot-of", pod(session)),
        progress -> {
          try (SnapshotTaker taker = debugger.snapshot(session, store)) {
            return taker.take(progress);
          }
        },
        Snapshots::taken);
  }

  private static String taken(Snapshot taken) {
    return Messages.of("snapshot-taken", seconds(taken.stood()), taken.name());
  }

  private static String pod(DebugSession session) {
    return PodName.parse(session.verdict().pod()).words();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
