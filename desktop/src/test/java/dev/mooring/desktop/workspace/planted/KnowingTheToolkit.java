package dev.mooring.desktop.workspace.planted;

import javafx.scene.layout.Pane;

/// Breaks the rule that a workspace needs no toolkit.
public final class KnowingTheToolkit {
  Pane pane() {
    return new Pane();
  }
}
