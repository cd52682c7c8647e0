package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.platform.TerminalWindow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with workloads and sessions.
final class WorkloadActions {
  private final WorkloadsViewModel model;
  private final Surface surface;
  private final Ui ui;
  private final Supplier<@Nullable Workload> chosen;
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debuggable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debugged = new ReadOnlyBooleanWrapper();
  private final Action debug;
  private final Action end;
  private final Action resume;
  private final Action clear;
  private final Action forward;
  private final Action logs;
  private final Action terminal;
  private final Action copyImage;

  /// @param chosen the workload that is selected
  /// @param forwardTo opens the form of a new forward
  /// @param showLogs opens the log below
  WorkloadActions(
      WorkloadsViewModel model,
      Surface surface,
      Ui ui,
      Supplier<@Nullable Workload> chosen,
      Consumer<Target> forwardTo,
      Consumer<Workload> showLogs) {
    this.model = model;
    this.surface = surface;
    this.ui = ui;
    this.chosen = chosen;
    debug =
        of("attach", Messages.of("debug"), Feather.CROSSHAIR, this::attach)
            .withKey(Reach.ROW, "Shortcut+D")
            .withCommand("mooring debug")
            .when(debuggable);
    end =
        of("end", Messages.of("end-session"), Feather.X, () -> session(model.sessions()::end))
            .withCommand("mooring debug")
            .when(debugged);
    resume =
        of(
                "resume",
                Messages.of("resume-app"),
                Feather.PLAY,
                () -> session(model.sessions()::resume))
            .withCommand("mooring debug")
            .when(debugged);
    clear =
        of(
                "clear",
                Messages.of("clear-breakpoints"),
                Feather.SLASH,
                () -> session(model.sessions()::clearAndResume))
            .withCommand("mooring debug")
            .when(debugged);
    forward =
        of(
                "forward",
                Messages.of("forward"),
                Feather.SHUFFLE,
                () -> with(it -> forwardTo.accept(it.target())))
            .withKey(Reach.ROW, "Shortcut+Shift+F")
            .withCommand("mooring forward")
            .when(one);
    copyImage =
        of(
                "copy-image",
                Messages.of("copy-image"),
                Feather.COPY,
                () -> with(it -> surface.copy(it.image(), Messages.of("image-name"))))
            .withKey(Reach.ROW, "Shortcut+C")
            .withCommand("mooring images")
            .when(one);
    logs =
        of("logs", Messages.of("show-logs"), Feather.ALIGN_LEFT, () -> with(showLogs))
            .withKey(Reach.ROW, "Shortcut+L")
            .withCommand("mooring logs")
            .when(one);
    terminal =
        of(
                "terminal",
                Messages.of("open-terminal"),
                Feather.TERMINAL,
                () -> with(this::openTerminal))
            .withKey(Reach.ROW, "Shortcut+T")
            .withCommand("mooring terminal")
            .when(one);
  }

  /// After another selection, verdict or session.
  ///
  /// @param possible whether the chosen workload can be debugged
  void update(boolean possible) {
    Workload now = chosen.get();
    one.set(now != null);
    debuggable.set(now != null && possible);
    debugged.set(session().isPresent());
  }

  /// In the order in which the palette shows them.
  List<Action> all() {
    return List.of(debug, end, resume, clear, forward, logs, terminal, copyImage);
  }

  /// What the menu of a row offers.
  List<Action> ofRow() {
    return List.of(debug, forward, logs, terminal, copyImage);
  }

  Action debug() {
    return debug;
  }

  Action forward() {
    return forward;
  }

  private void attach() {
    with(
        it -> {
          if (model.sessions().helperImage().isBlank()) {
            HelperImageCard.open(
                surface,
                image -> {
                  model.sessions().useHelperImage(image);
                  model.attach(it);
                });
          } else {
            model.attach(it);
          }
        });
  }

  private void openTerminal(Workload workload) {
    List<String> command =
        List.of(
            "kubectl",
            "--context",
            model.context(),
            "--namespace",
            workload.namespace(),
            "exec",
            "-it",
            workload.reference(),
            "--",
            "sh");
    Thread.ofVirtual()
        .name("terminal")
        .start(
            () -> {
              if (!TerminalWindow.open(command)) {
                ui.execute(
                    () ->
                        surface.copy(
                            String.join(" ", command), Messages.of("no-terminal-command")));
              }
            });
  }

  private void with(Consumer<Workload> work) {
    Workload now = chosen.get();
    if (now != null) {
      work.accept(now);
    }
  }

  private void session(Consumer<DebugSession> work) {
    session().ifPresent(work);
  }

  /// That of the chosen workload, or the only one.
  private Optional<DebugSession> session() {
    List<DebugSession> all = model.sessions().all().get();
    Workload now = chosen.get();
    return all.stream()
        .filter(
            each ->
                now != null
                    && each.verdict().namespace().equals(now.namespace())
                    && each.verdict().pod().startsWith(now.name() + "-"))
        .findFirst()
        .or(() -> all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty());
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("debug." + id, words, icon, run);
  }
}
