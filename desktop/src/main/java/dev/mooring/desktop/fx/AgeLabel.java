package dev.mooring.desktop.fx;

import java.time.Duration;
import java.util.function.Supplier;
import javafx.scene.control.Label;

/// Words with an age in them, which stay true for as long as they are on screen.
public final class AgeLabel extends Label {
  private static final Ticks LOOKS = new Ticks(Duration.ofSeconds(5));

  private final Runnable look = this::draw;
  private Supplier<String> words = () -> "";

  public AgeLabel(String... styles) {
    getStyleClass().addAll(styles);
    sceneProperty().addListener((property, before, now) -> run(now != null));
  }

  public void show(Supplier<String> next) {
    words = next;
    draw();
  }

  private void run(boolean onScreen) {
    if (onScreen) {
      draw();
      LOOKS.add(look);
    } else {
      LOOKS.remove(look);
    }
  }

  private void draw() {
    setText(words.get());
  }
}
