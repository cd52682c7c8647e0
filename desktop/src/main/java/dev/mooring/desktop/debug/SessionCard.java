package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.debug.source.Sources;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.PodName;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A session: where editors connect, how it is, and its end.
final class SessionCard extends VBox implements AutoCloseable {
  private final List<Subscription> subscriptions;
  private final DebugSession session;
  private final Label title = Controls.label("", Tokens.SECTION_TITLE);
  private final Label binary = Controls.label("", Tokens.SECONDARY);
  private final StateLabel state = new StateLabel();
  private final Label refused = Controls.text("", Tone.WARNING.words());
  private final HBox stopped;
  private final Button end;
  private final Button open;
  private final Button snapshot;
  private final HBox over;
  private final VBox running;

  SessionCard(
      DebugSession session,
      SessionsViewModel model,
      Surface surface,
      Ui ui,
      Consumer<DebugSession> look) {
    super(Tokens.GAP);
    this.session = session;
    getStyleClass().add(Tokens.CARD);
    end = Controls.button(Messages.of("end"), () -> {});
    end.setId("end-session");
    end.setOnAction(
        event -> {
          end.setDisable(true);
          end.setText(Messages.of("ending"));
          model.end(session);
        });
    open = Controls.button(Messages.of("open-debugger"), () -> look.accept(session));
    open.setId("open-debugger");
    snapshot =
        Controls.button(Messages.of("snapshot"), () -> model.snapshots().take(session, surface));
    snapshot.setId("take-snapshot");
    snapshot.setTooltip(new Tooltip(Messages.of("snapshot-keeps-memory")));
    Button resume = Controls.button(Messages.of("resume"), () -> model.resume(session));
    resume.setTooltip(new Tooltip(Messages.of("resumes-the-app")));
    Button clear =
        Controls.button(Messages.of("clear-breakpoints"), () -> model.clearAndResume(session));
    clear.setTooltip(new Tooltip(Messages.of("clears-and-resumes")));
    stopped = new HBox(Tokens.GAP, resume, clear);
    over = over(session, model);
    HBox head = new HBox(Tokens.GAP, title, Controls.spacer(), open, end, over);
    head.setAlignment(Pos.CENTER_LEFT);
    state.label().setWrapText(true);
    state.label().setMinHeight(USE_PREF_SIZE);
    Controls.show(refused, false);
    running =
        new VBox(
            Tokens.GAP,
            where(session, surface),
            sources(session),
            new HBox(Tokens.GAP, new EditorButtons(session, model, surface), snapshot),
            refused);
    getChildren().addAll(head, state, stopped, running);
    subscriptions =
        List.of(
            session.state().subscribe(ui.newest(this::show)),
            session.refusals().subscribe(ui.newest(this::showRefused)));
  }

  /// The workload comes first; the whole name of the pod is in the tooltip. A session that was
  /// attached again is in another pod.
  private void showWhere() {
    String namespace = session.verdict().namespace();
    String pod = session.verdict().pod();
    title.setText(Messages.of("pod-in", namespace, PodName.parse(pod).words()));
    title.setTooltip(new Tooltip(Messages.of("pod-in", namespace, pod)));
    binary.setText(session.binary());
  }

  private static HBox over(DebugSession session, SessionsViewModel model) {
    Button again = Controls.button(Messages.of("attach-again"), () -> {});
    again.setId("attach-again");
    again.setOnAction(
        event -> {
          again.setDisable(true);
          model.attachAgain(session, () -> again.setDisable(false));
        });
    Button dismiss = Controls.button(Messages.of("dismiss"), () -> model.dismiss(session));
    dismiss.setId("dismiss-session");
    return new HBox(Tokens.GAP, again, dismiss);
  }

  private HBox where(DebugSession session, Surface surface) {
    HBox where =
        new HBox(
            Tokens.GROUP,
            Controls.copyable(Handovers.address(session), Messages.of("address"), surface),
            binary);
    where.setAlignment(Pos.CENTER_LEFT);
    return where;
  }

  private static Label sources(DebugSession session) {
    Sources sources = session.sources();
    Label label =
        Controls.text(sources.words(), sources.differ() ? Tone.WARNING.words() : Tokens.SECONDARY);
    label.setId("session-sources");
    Controls.show(label, session.endpoint().isPresent());
    return label;
  }

  private void show(DebugSession.State now) {
    showWhere();
    Tone tone =
        switch (now.phase()) {
          case RUNNING -> Tone.SUCCESS;
          case STOPPED, WAITING -> Tone.WARNING;
          case ENDED -> now.problem() == null ? Tone.MUTED : Tone.DANGER;
        };
    Problem why = now.problem();
    state.show(tone, why == null ? now.words() : Messages.of("ended-because", why.why()));
    boolean ended = now.phase() == DebugSession.Phase.ENDED;
    Controls.show(stopped, now.phase() == DebugSession.Phase.STOPPED);
    Controls.show(end, !ended);
    Controls.show(open, !ended && session.isShared());
    Controls.show(snapshot, !ended && session.isShared());
    Controls.show(running, !ended);
    Controls.show(over, ended);
  }

  private void showRefused(List<Problem> all) {
    Controls.show(refused, !all.isEmpty());
    refused.setText(
        all.stream()
            .map(each -> Messages.of("what-why", each.what(), each.why()))
            .collect(Collectors.joining("\n")));
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
  }
}
