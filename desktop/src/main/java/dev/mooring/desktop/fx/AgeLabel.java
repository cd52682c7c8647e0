package dev.mooring.desktop.fx;

import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.control.Label;
import javafx.util.Duration;

/// Words with an age in them, which stay true for as long as they are on screen.
public final class AgeLabel extends Label {
  private static final Duration BETWEEN_LOOKS = Duration.seconds(5);

  private final Timeline clock = new Timeline(new KeyFrame(BETWEEN_LOOKS, event -> draw()));
  private Supplier<String> words = () -> "";

  public AgeLabel(String... styles) {
    getStyleClass().addAll(styles);
    clock.setCycleCount(Animation.INDEFINITE);
    sceneProperty().addListener((property, before, now) -> run(now != null));
  }

  public void show(Supplier<String> next) {
    words = next;
    draw();
  }

  private void run(boolean onScreen) {
    if (onScreen) {
      draw();
      clock.play();
    } else {
      clock.stop();
    }
  }

  private void draw() {
    setText(words.get());
  }
}
