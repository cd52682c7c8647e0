package dev.mooring.desktop.fx;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

/// How much there was over the last while, as a line without axes. The words stand beside it.
public final class Sparkline extends Region {
  /// Below this the line stays flat: a keep-alive is no traffic to look at.
  private static final long LEAST_TOP = 1000;

  private final Polygon area = new Polygon();
  private final Polyline line = new Polyline();
  private final int most;
  private List<Long> values = List.of();

  /// @param most how many values fill the width
  public Sparkline(int most, double width, double height) {
    this.most = most;
    setPrefSize(width, height);
    setMinSize(width, height);
    setMaxHeight(height);
    area.getStyleClass().add("sparkline-area");
    line.getStyleClass().add("sparkline-line");
    area.setManaged(false);
    line.setManaged(false);
    getChildren().addAll(area, line);
  }

  /// @param next the newest last
  public void show(List<Long> next) {
    if (!next.equals(values)) {
      values = next;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    long top =
        values.stream().mapToLong(Long::longValue).reduce(LEAST_TOP, (a, b) -> Math.max(a, b));
    double step = width / (most - 1);
    double first = width - step * (values.size() - 1);
    List<Double> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      points.add(first + i * step);
      points.add(height - 1 - (height - 2) * values.get(i) / top);
    }
    line.getPoints().setAll(points);
    if (!points.isEmpty()) {
      points.add(width);
      points.add(height);
      points.add(first);
      points.add(height);
    }
    area.getPoints().setAll(points);
  }
}
