package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Mode;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.editor.Editor;
import dev.mooring.debug.editor.EditorStart;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.inspect.DelvePort;
import dev.mooring.desktop.debugger.Debugged;
import dev.mooring.desktop.debugger.DebuggerViewModel;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.PodName;
import dev.mooring.job.Jobs;
import dev.mooring.platform.Directories;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The debug sessions and what is done with them. On the UI's thread.
final class SessionsViewModel {
  /// Where the window was started, and what lies below it, may hold a program's sources.
  private static final String HERE = Path.of("").toAbsolutePath().toString();

  private final Debugger debugger;
  private final Jobs jobs;
  private final Jobs reads;
  private final SettingsFile settings;
  private final Ui ui;
  private final Workloads workloads;
  private final Snapshots snapshots;

  /// What somebody asked for.
  private record Asked(DebugTarget target, Mode mode) {
    String words() {
      return mode.kind() == Mode.Kind.COPY
          ? Messages.of("debugging-a-copy-of", target.workload())
          : Messages.of("attaching-to", target.workload());
    }
  }

  /// Of each session in view.
  private final Map<DebugSession, Asked> asked = new HashMap<>();

  private final ReadOnlyObjectWrapper<List<DebugSession>> live =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<DebugSession>> sessions =
      new ReadOnlyObjectWrapper<>(List.of());

  /// The workloads that sessions are of. On the UI's thread.
  interface Workloads {
    /// After an attempt and after an end: what can be done with a target is another matter now.
    void changed(DebugTarget target);

    /// Where to attach after a target may be gone: the workload that made the pod, if known.
    DebugTarget successor(DebugTarget target);
  }

  SessionsViewModel(
      Debugger debugger, Jobs jobs, Jobs reads, SettingsFile settings, Ui ui, Workloads workloads) {
    this.debugger = debugger;
    this.jobs = jobs;
    this.reads = reads;
    this.settings = settings;
    this.ui = ui;
    this.workloads = workloads;
    this.snapshots = new Snapshots(debugger, jobs, ui);
  }

  Snapshots snapshots() {
    return snapshots;
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
    Map<Boolean, List<DebugSession>> known =
        debugger.sessions().stream()
            .collect(
                Collectors.partitioningBy(
                    each -> each.state().get().phase() == DebugSession.Phase.ENDED));
    List<DebugSession> running = known.getOrDefault(false, List.of());
    List<DebugSession> over = known.getOrDefault(true, List.of());
    running.forEach(each -> follow(each, pod(each)));
    live.set(running);
    sessions.set(Stream.concat(running.stream(), over.stream()).toList());
  }

  private static Asked pod(DebugSession session) {
    Verdict on = session.verdict();
    return new Asked(
        new DebugTarget(on.namespace(), "pod/" + on.pod(), on.container()), Mode.attach());
  }

  void attach(DebugTarget target, Mode mode) {
    attach(new Asked(target, mode), attached -> {});
  }

  /// Deletes copies that an earlier Mooring left when it crashed, and tells of them.
  void removeLeft() {
    reads.start(
        Messages.of("looking-for-left-copies"),
        progress -> {
          List<String> removed = debugger.removeLeft(progress);
          ui.execute(() -> removed.forEach(this::tell));
          return "";
        });
  }

  private void tell(String removed) {
    jobs.start(
        Messages.of("deleting-left-copy", removed),
        progress -> "",
        ignored -> Messages.of("deleted-left-copy", removed));
  }

  /// The session that ended goes when its successor has begun.
  ///
  /// @param failed on the UI's thread, when it does not work
  void attachAgain(DebugSession ended, Runnable failed) {
    Asked before = asked.getOrDefault(ended, pod(ended));
    attach(
        new Asked(workloads.successor(before.target()), before.mode()),
        attached -> {
          if (attached) {
            dismiss(ended);
          } else {
            failed.run();
          }
        });
  }

  private void attach(Asked wanted, Consumer<Boolean> done) {
    DebugTarget target = wanted.target();
    DebugOptions options =
        new DebugOptions(settings.settings().get().debugImage(), 0, HERE).with(wanted.mode());
    jobs.start(
        wanted.words(),
        progress -> {
          boolean attached = false;
          try {
            DebugSession session = debugger.attach(target, options, progress);
            attached = true;
            ui.execute(
                () -> {
                  follow(session, wanted);
                  refresh();
                });
            return session;
          } finally {
            boolean worked = attached;
            ui.execute(
                () -> {
                  workloads.changed(target);
                  done.accept(worked);
                });
          }
        },
        session -> Messages.of("attached-at", Handovers.address(session)));
  }

  private void follow(DebugSession session, Asked wanted) {
    if (asked.putIfAbsent(session, wanted) == null) {
      session
          .state()
          .subscribe(
              state -> {
                if (state.phase() == DebugSession.Phase.ENDED) {
                  ui.execute(() -> ended(session, wanted, state.problem()));
                }
              });
    }
  }

  /// Why it ended is told where the user is, and stays in view.
  private void ended(DebugSession session, Asked wanted, @Nullable Problem problem) {
    if (problem == null) {
      asked.remove(session);
    } else {
      jobs.start(
          wanted.words(),
          progress -> {
            throw problem.raise();
          });
    }
    refresh();
    workloads.changed(wanted.target());
  }

  void dismiss(DebugSession session) {
    asked.remove(session);
    reads.start(
        Messages.of("ending-the-session-with", session.verdict().pod()),
        progress -> {
          session.close();
          ui.execute(this::refresh);
          return "";
        });
  }

  /// Looks into the program of a session. The caller closes it.
  DebuggerViewModel look(DebugSession session) {
    return new DebuggerViewModel(
        new Debugged(
            PodName.parse(session.verdict().pod()).workload(),
            new DelvePort(session.address()),
            session.sources(),
            session.stopLimit()),
        settings,
        reads,
        ui);
  }

  /// The one that was opened last.
  Editor editor() {
    return Editor.named(settings.settings().get().debugEditor()).orElse(Editor.all().getFirst());
  }

  /// With the sources where the debugger's view found them, unless the session itself knows better.
  void open(DebugSession session, Editor editor) {
    settings.update(now -> now.withDebugEditor(editor.id()));
    Endpoint known = session.endpoint().orElseThrow();
    String kept =
        settings.settings().get().sourceDirectories().getOrDefault(session.sources().module(), "");
    Endpoint here = known.sources().isEmpty() && !kept.isEmpty() ? known.at(Path.of(kept)) : known;
    jobs.start(
        Messages.of("opening", editor.name()),
        progress -> EditorStart.ofUser(Directories.ofUser()).open(editor, here),
        next -> next);
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
    Asked of = asked.get(session);
    boolean copy = of != null && of.mode().kind() == Mode.Kind.COPY;
    jobs.start(
        Messages.of("ending-the-session-with", session.verdict().pod()),
        progress -> {
          session.close();
          ui.execute(this::refresh);
          return "";
        },
        ignored -> copy ? Messages.of("copy-deleted") : Messages.of("detached"));
  }
}
