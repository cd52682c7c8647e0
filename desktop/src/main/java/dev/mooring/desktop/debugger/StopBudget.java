package dev.mooring.desktop.debugger;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Ticks;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;

/// What the program does, and how much of the time is over for which it may stand.
final class StopBudget extends HBox {
  private static final Ticks SECONDS = new Ticks(Duration.ofSeconds(1));
  private static final double WIDTH = 64;

  private final Optional<Duration> limit;
  private final StateLabel words = new StateLabel();
  private final ProgressBar bar = new ProgressBar(0);
  private final Runnable tick = this::draw;
  private Situation situation = new Situation.Connecting();

  StopBudget(Optional<Duration> limit) {
    super(Tokens.GAP);
    this.limit = limit;
    setAlignment(Pos.CENTER_LEFT);
    bar.setId("stop-budget");
    bar.setPrefWidth(WIDTH);
    bar.setMinWidth(WIDTH / 4);
    words.setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(words, bar);
    sceneProperty()
        .addListener(
            (property, before, now) -> {
              if (now == null) {
                SECONDS.remove(tick);
              } else {
                SECONDS.add(tick);
              }
            });
    draw();
  }

  void show(Situation now) {
    situation = now;
    draw();
  }

  private void draw() {
    Controls.show(bar, situation.isStopped() && limit.isPresent());
    switch (situation) {
      case Situation.Connecting c -> words.show(Tone.MUTED, Messages.of("connecting"));
      case Situation.Running r -> words.show(Tone.SUCCESS, Messages.of("running"));
      case Situation.Stopped stopped -> draw(stopped);
      case Situation.Exited exited ->
          words.show(Tone.MUTED, Messages.of("exited", exited.status()));
      case Situation.Silent silent -> words.show(Tone.DANGER, Messages.of("no-answer"));
    }
  }

  private void draw(Situation.Stopped stopped) {
    long seconds = Math.max(0, Duration.between(stopped.since(), Instant.now()).toSeconds());
    if (limit.isEmpty()) {
      words.show(Tone.WARNING, Messages.of("stopped-for", seconds));
      return;
    }
    long all = limit.get().toSeconds();
    words.show(Tone.WARNING, Messages.of("stopped-of", seconds, all));
    bar.setProgress(Math.min(1, seconds / (double) Math.max(1, all)));
    bar.setAccessibleText(words.words());
  }
}
