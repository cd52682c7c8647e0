package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;

/// Badges beside each other, as many as there is room for, and how many more there are.
final class BadgeRow extends Pane {
  private static final double GAP = Tokens.GAP / 2;

  private final List<Label> badges;
  private final Label rest = Controls.badge(Tone.MUTED, "");

  /// @param badges the most important first; each has a tooltip
  BadgeRow(List<Label> badges) {
    this.badges = List.copyOf(badges);
    rest.setTooltip(new Tooltip());
    getChildren().setAll(badges);
    getChildren().add(rest);
  }

  @Override
  protected void layoutChildren() {
    int shown = badges.size();
    while (shown > 1 && width(shown) > getWidth()) {
      shown--;
    }
    double x = 0;
    for (int i = 0; i < badges.size(); i++) {
      Label badge = badges.get(i);
      badge.setVisible(i < shown);
      if (i < shown) {
        x += place(badge, x, getWidth()) + GAP;
      }
    }
    List<Label> hidden = badges.subList(shown, badges.size());
    rest.setVisible(!hidden.isEmpty());
    if (!hidden.isEmpty()) {
      rest.setText(more(hidden.size()));
      rest.getTooltip()
          .setText(
              hidden.stream()
                  .map(each -> each.getText() + "\n" + each.getTooltip().getText())
                  .collect(Collectors.joining("\n")));
      place(rest, x, Math.max(x + rest.prefWidth(-1), getWidth()));
    }
  }

  private double place(Label label, double x, double end) {
    double width = Math.min(label.prefWidth(-1), Math.max(0, end - x));
    layoutInArea(label, x, 0, width, getHeight(), 0, HPos.LEFT, VPos.CENTER);
    return width;
  }

  private double width(int shown) {
    double width = 0;
    for (Label each : badges.subList(0, shown)) {
      width += each.prefWidth(-1) + GAP;
    }
    if (shown == badges.size()) {
      return width - GAP;
    }
    rest.setText(more(badges.size() - shown));
    return width + rest.prefWidth(-1);
  }

  private static String more(int hidden) {
    return Messages.of("and-more", hidden);
  }

  @Override
  protected double computePrefWidth(double height) {
    return width(badges.size());
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefHeight(double width) {
    return badges.stream().mapToDouble(each -> each.prefHeight(-1)).max().orElse(0);
  }
}
