package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// A dot whose shape and colour say how something is, and the words that say it too.
public final class StateLabel extends HBox {
  private final Region dot = new Region();
  private final AgeLabel label = new AgeLabel();

  public StateLabel() {
    super(Tokens.GAP);
    setAlignment(Pos.CENTER_LEFT);
    dot.getStyleClass().add(Tokens.DOT);
    getChildren().addAll(dot, label);
  }

  public StateLabel(Tone tone, String words) {
    this();
    show(tone, words);
  }

  public void show(Tone tone, String words) {
    show(tone, () -> words);
  }

  /// Words that hold an age.
  public void show(Tone tone, Supplier<String> words) {
    Controls.style(dot, Tokens.DOT, tone.style());
    label.show(words);
  }

  public String words() {
    return label.getText();
  }

  public Label label() {
    return label;
  }
}
