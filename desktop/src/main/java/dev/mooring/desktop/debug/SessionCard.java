package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Subscription;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// A session: where editors connect, how it is, and its end.
final class SessionCard extends VBox implements AutoCloseable {
  private final Subscription subscription;
  private final StateLabel state = new StateLabel();
  private final Button end;

  SessionCard(DebugSession session, Surface surface, Ui ui, Runnable onEnd) {
    super(Tokens.GAP);
    getStyleClass().add(Tokens.CARD);
    end =
        Controls.button(
            "End",
            () -> {
              beEnding();
              onEnd.run();
            });
    end.setId("end-session");
    String who = session.verdict().namespace() + "/" + session.verdict().pod();
    HBox head =
        new HBox(
            12,
            Controls.label(who, Tokens.SECTION_TITLE),
            state,
            Controls.spacer(),
            Controls.copyable(Handovers.address(session), "address", surface),
            end);
    head.setAlignment(Pos.CENTER_LEFT);
    HBox editors = new HBox(Tokens.GAP);
    for (DebugSession.Handover each : session.handovers()) {
      Button copy =
          Controls.button(
              "Copy for " + each.editor(),
              () -> surface.copy(each.text(), "the lines for " + each.editor()));
      copy.setTooltip(new javafx.scene.control.Tooltip(each.text()));
      editors.getChildren().add(copy);
    }
    getChildren().addAll(head, Controls.text(session.binary(), Tokens.SECONDARY), editors);
    subscription = session.state().subscribe(ui.newest(this::show));
  }

  private void beEnding() {
    end.setDisable(true);
    end.setText("Ending");
  }

  private void show(DebugSession.State now) {
    Tone tone =
        switch (now.phase()) {
          case RUNNING -> Tone.SUCCESS;
          case STOPPED -> Tone.WARNING;
          case ENDED -> now.problem() == null ? Tone.MUTED : Tone.DANGER;
        };
    state.show(tone, now.words());
  }

  @Override
  public void close() {
    subscription.close();
  }
}
