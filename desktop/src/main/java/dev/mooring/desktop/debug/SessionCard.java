package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A session: where editors connect, how it is, and its end.
final class SessionCard extends VBox implements AutoCloseable {
  private final List<Subscription> subscriptions;
  private final StateLabel state = new StateLabel();
  private final Label refused = Controls.text("", Tone.WARNING.words());
  private final HBox stopped;
  private final Button end;

  /// @param onResume lets an application go on that an editor left stopped
  /// @param onClear removes the breakpoints too
  SessionCard(
      DebugSession session,
      Surface surface,
      Ui ui,
      Runnable onResume,
      Runnable onClear,
      Runnable onEnd) {
    super(Tokens.GAP);
    getStyleClass().add(Tokens.CARD);
    end =
        Controls.button(
            Messages.of("end"),
            () -> {
              beEnding();
              onEnd.run();
            });
    end.setId("end-session");
    Button resume = Controls.button(Messages.of("resume"), onResume);
    resume.setTooltip(new Tooltip(Messages.of("resumes-the-app")));
    Button clear = Controls.button(Messages.of("clear-breakpoints"), onClear);
    clear.setTooltip(new Tooltip(Messages.of("clears-and-resumes")));
    stopped = new HBox(Tokens.GAP, resume, clear);
    String who = session.verdict().namespace() + "/" + session.verdict().pod();
    HBox head =
        new HBox(
            Tokens.GAP, Controls.label(who, Tokens.SECTION_TITLE), Controls.spacer(), stopped, end);
    head.setAlignment(Pos.CENTER_LEFT);
    HBox where =
        new HBox(
            Tokens.GROUP,
            Controls.copyable(Handovers.address(session), Messages.of("address"), surface),
            Controls.label(session.binary(), Tokens.SECONDARY));
    where.setAlignment(Pos.CENTER_LEFT);
    FlowPane editors = new FlowPane(Tokens.GAP, Tokens.GAP);
    for (DebugSession.Handover each : session.handovers()) {
      Button copy =
          Controls.button(
              Messages.of("copy-for", each.editor()),
              () -> surface.copy(each.text(), Messages.of("lines-for", each.editor())));
      copy.setTooltip(new Tooltip(each.text()));
      editors.getChildren().add(copy);
    }
    Controls.show(refused, false);
    getChildren().addAll(head, state, where, editors, refused);
    subscriptions =
        List.of(
            session.state().subscribe(ui.newest(this::show)),
            session.refusals().subscribe(ui.newest(this::showRefused)));
  }

  private void beEnding() {
    end.setDisable(true);
    end.setText(Messages.of("ending"));
  }

  private void show(DebugSession.State now) {
    Tone tone =
        switch (now.phase()) {
          case RUNNING -> Tone.SUCCESS;
          case STOPPED -> Tone.WARNING;
          case ENDED -> now.problem() == null ? Tone.MUTED : Tone.DANGER;
        };
    state.show(tone, now.words());
    Controls.show(stopped, now.phase() == DebugSession.Phase.STOPPED);
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
