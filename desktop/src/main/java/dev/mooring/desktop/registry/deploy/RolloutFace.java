package dev.mooring.desktop.registry.deploy;

import dev.mooring.deploy.ImageChange;
import dev.mooring.deploy.Rollout;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.pod.ImageChangeWords;
import dev.mooring.desktop.pod.RolloutWords;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// How far a deployment is, with the way back. Where it is closed before the end, the window says
/// how it ended, with the same way back.
final class RolloutFace extends VBox {
  private final Deployment deployment;
  private final boolean back;
  private final Surface surface;
  private final Runnable rollBack;
  private final ProgressBar bar = new ProgressBar(0);
  private final Label title = Controls.text("", Tokens.SECTION_TITLE);
  private final Label sentence = Controls.text("");
  private final HBox head = new HBox(Tokens.GAP, sentence);
  private final Label trouble = Controls.text("", Tone.DANGER.words());
  private final Label hint = Controls.text(Messages.of("rollout-goes-on"), Tokens.SECONDARY);
  private final VBox failure = new VBox();
  private final Button close;
  private final Button undo;

  /// @param back whether it puts a former image back
  RolloutFace(Deployment deployment, boolean back, Surface surface, Runnable rollBack) {
    super(12);
    this.deployment = deployment;
    this.back = back;
    this.surface = surface;
    this.rollBack = rollBack;
    ImageChange change = deployment.change();
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText(Messages.of("pods-with-the-new-image"));
    HBox.setHgrow(sentence, Priority.ALWAYS);
    head.setAlignment(Pos.CENTER_LEFT);
    close = Controls.button(Messages.of("close"), surface::closeCard);
    close.setId("deploy-close");
    close.setCancelButton(true);
    undo = Controls.button(back ? Messages.of("deploy-again") : Messages.of("roll-back"), rollBack);
    undo.setId("deploy-back");
    getChildren()
        .addAll(
            title,
            Review.difference(change),
            bar,
            head,
            trouble,
            failure,
            hint,
            Review.buttons(undo, close));
    deployment.state().subscribe(this::show);
  }

  void focus() {
    close.requestFocus();
  }

  private String title(boolean done) {
    String target = deployment.change().target().words();
    if (back) {
      return done ? Messages.of("rolled-back", target) : Messages.of("rolling-back", target);
    }
    return done ? Messages.of("deployed-to", target) : Messages.of("deploying-to", target);
  }

  private void show(Deployment.State state) {
    boolean over = deployment.isOver();
    title.setText(
        title(state instanceof Deployment.State.Rolling rolling && rolling.rollout().done()));
    undo.setDisable(!deployment.isSet());
    Controls.show(hint, !over);
    Controls.show(failure, state instanceof Deployment.State.Failed);
    Controls.show(bar, !(state instanceof Deployment.State.Failed));
    Controls.show(head, !(state instanceof Deployment.State.Failed));
    switch (state) {
      case Deployment.State.Setting ignored -> say(Messages.of("setting-the-image"), null);
      case Deployment.State.Rolling rolling ->
          say(RolloutWords.of(rolling.rollout()), rolling.rollout());
      case Deployment.State.Left left -> say(Messages.of("nobody-looks"), left.last());
      case Deployment.State.Failed failed ->
          failure.getChildren().setAll(new ProblemPane(failed.why(), surface));
    }
    if (over && getScene() == null) {
      tellAfterwards(state);
    }
  }

  private void say(String words, @Nullable Rollout rollout) {
    sentence.setText(words);
    boolean done = rollout != null && rollout.done();
    boolean failed = rollout != null && rollout.failed();
    if (head.getChildren().size() > 1) {
      head.getChildren().removeFirst();
    }
    if (done || failed) {
      head.getChildren()
          .addFirst(
              done
                  ? Controls.picture(Feather.CHECK_CIRCLE, Tone.SUCCESS)
                  : Controls.picture(Feather.ALERT_CIRCLE, Tone.DANGER));
    }
    bar.setProgress(rollout == null ? 0 : done ? 1 : share(rollout));
    trouble.setText(rollout == null ? "" : rollout.trouble());
    Controls.show(trouble, !trouble.getText().isEmpty());
  }

  private static double share(Rollout rollout) {
    return rollout.wanted() == 0 ? 0 : (double) rollout.ready() / rollout.wanted();
  }

  private void tellAfterwards(Deployment.State state) {
    switch (state) {
      case Deployment.State.Failed failed -> surface.tell(failed.why());
      case Deployment.State.Rolling rolling when !back ->
          surface.undo(
              rolling.rollout().done()
                  ? ImageChangeWords.done(deployment.change())
                  : RolloutWords.of(rolling.rollout()),
              rollBack);
      default -> {}
    }
  }
}
