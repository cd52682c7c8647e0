package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.settings.SettingsFile;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The debug sessions and what is done with them.
final class SessionsViewModel {
  private final Debugger debugger;
  private final Jobs jobs;
  private final SettingsFile settings;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<List<DebugSession>> sessions =
      new ReadOnlyObjectWrapper<>(List.of());

  SessionsViewModel(Debugger debugger, Jobs jobs, SettingsFile settings, Ui ui) {
    this.debugger = debugger;
    this.jobs = jobs;
    this.settings = settings;
    this.ui = ui;
  }

  ReadOnlyObjectProperty<List<DebugSession>> all() {
    return sessions.getReadOnlyProperty();
  }

  void refresh() {
    sessions.set(List.copyOf(debugger.sessions()));
  }

  /// @param failed on the UI's thread, when it does not work
  void attach(Target target, Runnable failed) {
    DebugOptions options = new DebugOptions(settings.settings().get().debugImage(), 0, "");
    jobs.start(
        Messages.of("attaching-to", target.words()),
        progress -> {
          boolean attached = false;
          try {
            DebugSession session =
                debugger.attach(
                    new DebugTarget(target.namespace(), target.words(), ""), options, progress);
            attached = true;
            follow(session);
            return session;
          } finally {
            if (!attached) {
              ui.execute(failed);
            }
          }
        },
        session -> Messages.of("delve-listens-on", Handovers.address(session)));
  }

  private void follow(DebugSession session) {
    ui.execute(this::refresh);
    session
        .state()
        .subscribe(
            state -> {
              if (state.phase() == DebugSession.Phase.ENDED) {
                ui.execute(this::refresh);
              }
            });
  }

  void resume(DebugSession session) {
    jobs.start(
        Messages.of("resuming", session.verdict().pod()),
        progress -> {
          session.resume();
          return "";
        },
        ignored -> Messages.of("app-resumed"));
  }

  void clearAndResume(DebugSession session) {
    jobs.start(
        Messages.of("clearing-breakpoints-in", session.verdict().pod()),
        progress -> {
          session.clearAndResume();
          return "";
        },
        ignored -> Messages.of("breakpoints-cleared"));
  }

  void end(DebugSession session) {
    jobs.start(
        Messages.of("ending-the-session-with", session.verdict().pod()),
        progress -> {
          session.close();
          ui.execute(this::refresh);
          return "";
        },
        ignored -> Messages.of("detached"));
  }
}
