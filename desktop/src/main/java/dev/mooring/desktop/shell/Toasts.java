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

  Toasts() {
    super(Tokens.GAP);
    setFillWidth(false);
    setAlignment(Pos.BOTTOM_CENTER);
    setPadding(new Insets(0, 0, 48, 0));
    setPickOnBounds(false);
  }

  void tell(String sentence) {
    Label toast = Controls.label(sentence, Tokens.TOAST);
    toast.setMaxWidth(520);
    toast.setMouseTransparent(true);
    show(toast, STAYS);
  }

  void offerUndo(String sentence, Runnable undo) {
    HBox toast = new HBox(Tokens.GROUP, Controls.label(sentence));
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
