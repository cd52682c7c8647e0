package dev.mooring.desktop.fx;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/// As high as what it holds, up to a limit; lower, and scrolled, where there is no room.
public final class LowScroll extends ScrollPane {
  private final Region content;
  private final double least;
  private final double most;

  public LowScroll(Region content, double least, double most) {
    super(content);
    this.content = content;
    this.least = least;
    this.most = most;
    setFitToWidth(true);
    getStyleClass().add("scroll-page");
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
