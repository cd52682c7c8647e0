package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Sentences at the bottom of the window that go away by themselves.
final class Toasts extends VBox {
  private static final Duration STAYS = Duration.seconds(4);
  private static final Duration UNDO_STAYS = Duration.seconds(10);
  private static final int MOST = 3;
  private static final double WIDTH = 520;

  /// Of a longer sentence the end is cut; the drawer of jobs and the log have all of it.
  private static final int MOST_LINES = 3;

  Toasts() {
    super(Tokens.GAP);
    setFillWidth(false);
    setAlignment(Pos.BOTTOM_CENTER);
    setPadding(new Insets(0, 0, 48, 0));
    setPickOnBounds(false);
  }

  void tell(String sentence) {
    HBox toast = new HBox(words(sentence));
    toast.setMaxWidth(Region.USE_PREF_SIZE);
    toast.getStyleClass().add(Tokens.TOAST);
    toast.setMouseTransparent(true);
    show(toast, STAYS);
  }

  void offerUndo(String sentence, Runnable undo) {
    HBox toast = new HBox(Tokens.GROUP, words(sentence));
    Button back =
        Controls.button(
            Messages.of("undo"),
            () -> {
              getChildren().remove(toast);
              undo.run();
            });
    back.setId("undo");
    toast.getChildren().add(back);
    toast.setAlignment(Pos.CENTER_LEFT);
    toast.setMaxWidth(Region.USE_PREF_SIZE);
    toast.getStyleClass().add(Tokens.TOAST);
    show(toast, UNDO_STAYS);
  }

  private static Label words(String sentence) {
    Label words = new ShortLabel(sentence);
    words.setWrapText(true);
    words.setMaxWidth(WIDTH);
    return words;
  }

  /// As wide as its words up to a width, and as high as they are up to some lines.
  private static final class ShortLabel extends Label {
    ShortLabel(String text) {
      super(text);
    }

    @Override
    protected double computePrefWidth(double height) {
      return Math.min(WIDTH, super.computePrefWidth(height));
    }

    @Override
    protected double computePrefHeight(double width) {
      return Math.min(lines(), super.computePrefHeight(width < 0 ? prefWidth(-1) : width));
    }

    @Override
    protected double computeMinHeight(double width) {
      return computePrefHeight(width);
    }

    private double lines() {
      // One line as it is drawn, with what is between two of them.
      return MOST_LINES * Math.ceil(super.computePrefHeight(Double.MAX_VALUE)) + 1;
    }
  }

  private void show(Node toast, Duration stays) {
    getChildren().add(toast);
    if (getChildren().size() > MOST) {
      getChildren().removeFirst();
    }
    PauseTransition end = new PauseTransition(stays);
    end.setOnFinished(event -> getChildren().remove(toast));
    end.play();
  }
}
