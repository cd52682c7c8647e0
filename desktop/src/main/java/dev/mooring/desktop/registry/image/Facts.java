package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What is said of an image, a word and its value a line. Texts are the image's own.
public final class Facts {
  private static final int MOST = 200;
  private static final int LONGEST = 400;

  private Facts() {}

  /// Lines under a title; nothing where there are none.
  ///
  /// @param title empty for none
  public static void section(VBox body, String title, List<? extends Node> lines) {
    if (lines.isEmpty()) {
      return;
    }
    VBox box = new VBox(4);
    if (!title.isEmpty()) {
      box.getChildren().add(Controls.label(title, Tokens.SECTION_TITLE));
    }
    box.getChildren().addAll(lines);
    body.getChildren().add(box);
  }

  /// The same that other lines say in an order of their own: `NAME=value`.
  public static List<Node> texts(List<String> all) {
    return all.stream()
        .limit(MOST)
        .<Node>map(each -> Controls.text(Printable.line(each, LONGEST), Tokens.MONO))
        .toList();
  }

  public static List<Node> texts(Map<String, String> all) {
    return texts(all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  /// Those that have a value.
  @SafeVarargs
  public static List<Node> lines(Map.Entry<String, String>... all) {
    List<Node> lines = new ArrayList<>();
    for (Map.Entry<String, String> each : all) {
      String value = Printable.line(each.getValue(), LONGEST);
      if (!value.isEmpty()) {
        Label text = Controls.text(value, Tokens.MONO);
        text.setTooltip(new Tooltip(value));
        lines.add(line(each.getKey(), text));
      }
    }
    return lines;
  }

  public static HBox line(String key, Region value) {
    Label label = Controls.label(key, Tokens.SECONDARY);
    label.setMinWidth(80);
    label.setLabelFor(value);
    value.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(value, Priority.ALWAYS);
    HBox line = new HBox(Tokens.GAP, label, value);
    line.setAlignment(
        value instanceof ComboBox || value instanceof Button ? Pos.CENTER_LEFT : Pos.BASELINE_LEFT);
    return line;
  }
}
