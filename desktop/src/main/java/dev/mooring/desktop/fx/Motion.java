package dev.mooring.desktop.fx;

import javafx.scene.Node;
import javafx.scene.Scene;

/// Whether the user wants things to move. JavaFX follows what the system was told.
public final class Motion {
  private Motion() {}

  /// A bar that does not know how far it is moves without an end; the words beside it say as much.
  ///
  /// @param fraction below 0 where that is not known
  public static boolean allowed(Node node, double fraction) {
    Scene scene = node.getScene();
    return fraction >= 0 || scene == null || !scene.getPreferences().isReducedMotion();
  }
}
