package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The debug sessions and what is done with them. On the UI's thread.
final class SessionsViewModel {
  /// Sessions that ended and are still in view, the newest.
  private static final int KEPT = 10;

  private final Debugger debugger;
  private final Jobs jobs;
  private final SettingsFile settings;
  private final Ui ui;
  private final Consumer<DebugTarget> changed;

  /// What was pointed at, of each session in view.
  private final Map<DebugSession, DebugTarget> asked = new HashMap<>();

  private final List<DebugSession> over = new ArrayList<>();
  private final ReadOnlyObjectWrapper<List<DebugSession>> live =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<DebugSession>> sessions =
      new ReadOnlyObjectWrapper<>(List.of());

  /// @param changed told on the UI's thread after an attempt and after an end: what can be done
  // with
  /// that target is another matter now
  SessionsViewModel(
      Debugger debugger, Jobs jobs, SettingsFile settings, Ui ui, Consumer<DebugTarget> changed) {
    this.debugger = debugger;
    this.jobs = jobs;
    this.settings = settings;
    this.ui = ui;
    this.changed = changed;
  }

  /// Those that run, and after them those that ended by themselves until they are dismissed.
  ReadOnlyObjectProperty<List<DebugSession>> all() {
    return sessions.getReadOnlyProperty();
  }

  /// Those that run.
  ReadOnlyObjectProperty<List<DebugSession>> live() {
    return live.getReadOnlyProperty();
  }

  void refresh() {
    List<DebugSession> running =
        debugger.sessions().stream()
            .filter(each -> each.state().get().phase() != DebugSession.Phase.ENDED)
            .toList();
    for (DebugSession each : running) {
      follow(
          each,
          new DebugTarget(
              each.verdict().namespace(),
              "pod/" + each.verdict().pod(),
              each.verdict().container()));
    }
    live.set(running);
    sessions.set(Stream.concat(running.stream(), over.stream()).toList());
  }

  void attach(DebugTarget target) {
    attach(target, attached -> {});
  }

  /// The session that ended goes when its successor has begun.
  ///
  /// @param failed on the UI's thread, when it does not work
  void attachAgain(DebugSession ended, Runnable failed) {
    DebugTarget target = asked.get(ended);
    if (target != null) {
      attach(
          target,
          attached -> {
            if (attached) {
              dismiss(ended);
            } else {
              failed.run();
            }
          });
    }
  }

  private void attach(DebugTarget target, Consumer<Boolean> done) {
    DebugOptions options = new DebugOptions(settings.settings().get().debugImage(), 0, "");
    jobs.start(
        Messages.of("attaching-to", target.workload()),
        progress -> {
          boolean attached = false;
          try {
            DebugSession session = debugger.attach(target, options, progress);
            attached = true;
            ui.execute(
                () -> {
                  follow(session, target);
                  refresh();
                });
            return session;
          } finally {
            boolean worked = attached;
            ui.execute(
                () -> {
                  changed.accept(target);
                  done.accept(worked);
                });
          }
        },
        session -> Messages.of("attached-at", Handovers.address(session)));
  }

  private void follow(DebugSession session, DebugTarget target) {
    if (asked.putIfAbsent(session, target) == null) {
      session
          .state()
          .subscribe(
              state -> {
                if (state.phase() == DebugSession.Phase.ENDED) {
                  ui.execute(() -> ended(session, target, state.problem()));
                }
              });
    }
  }

  /// Why it ended is told where the user is, and stays in view.
  private void ended(DebugSession session, DebugTarget target, @Nullable Problem problem) {
    if (problem == null) {
      asked.remove(session);
    } else {
      over.add(session);
      if (over.size() > KEPT) {
        dismiss(over.getFirst());
      }
      jobs.start(
          Messages.of("attaching-to", target.workload()),
          progress -> {
            throw problem.raise();
          });
    }
    refresh();
    changed.accept(target);
  }

  void dismiss(DebugSession session) {
    over.remove(session);
    asked.remove(session);
    refresh();
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
