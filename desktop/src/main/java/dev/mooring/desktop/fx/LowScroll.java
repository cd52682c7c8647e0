package dev.mooring.desktop.fx;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// As high as what it holds, up to a limit; lower, and scrolled, where there is no room.
public final class LowScroll extends ScrollPane {
  private final Region content;
  private final double least;
  private final double most;
  private final ChangeListener<Node> focus = (property, before, now) -> reveal(now);

  public LowScroll(Region content, double least, double most) {
    super(content);
    this.content = content;
    this.least = least;
    this.most = most;
    setFitToWidth(true);
    getStyleClass().add("scroll-page");
    sceneProperty()
        .subscribe(
            (before, now) -> {
              if (before != null) {
                before.focusOwnerProperty().removeListener(focus);
              }
              if (now != null) {
                now.focusOwnerProperty().addListener(focus);
              }
            });
  }

  /// Whoever walks by Tab sees where they are.
  private void reveal(@Nullable Node node) {
    double view = getViewportBounds().getHeight();
    double hidden = content.getHeight() - view;
    if (node == null || hidden <= 0 || !Controls.inside(node, content)) {
      return;
    }
    Bounds at = content.sceneToLocal(node.localToScene(node.getBoundsInLocal()));
    double top = getVvalue() * hidden;
    if (at.getMinY() < top) {
      setVvalue(at.getMinY() / hidden);
    } else if (at.getMaxY() > top + view) {
      setVvalue((at.getMaxY() - view) / hidden);
    }
  }

  /// Text in it wraps at its width.
  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefHeight(double width) {
    double inside = width < 0 ? width : width - snappedLeftInset() - snappedRightInset();
    return Math.min(most, content.prefHeight(inside) + snappedTopInset() + snappedBottomInset());
  }

  @Override
  protected double computeMinHeight(double width) {
    return Math.min(least, computePrefHeight(width));
  }

  @Override
  protected double computeMaxHeight(double width) {
    return computePrefHeight(width);
  }
}
