package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Printable;
import dev.mooring.registry.Platform;
import dev.mooring.registry.tree.ImageDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What an image is called, what it runs, and where it does.
final class OverviewPane extends ScrollPane {
  private static final int MOST = 200;
  private static final int LONGEST = 400;

  private final VBox body = new VBox(Tokens.GROUP);
  private final String name;
  private final VBox running = new VBox(4);
  private final Node tag;
  private final Surface surface;
  private final ImageViewModel model;
  private final SizeLines sizes;

  /// @param name with its host, as pods would name it
  /// @param pods where it runs
  /// @param tag what its tag named before
  OverviewPane(String name, List<Node> pods, Node tag, ImageViewModel model, Surface surface) {
    super();
    this.name = name;
    this.tag = tag;
    this.model = model;
    sizes = new SizeLines(model);
    runs(pods);
    this.surface = surface;
    setContent(body);
    setFitToWidth(true);
    getStyleClass().add("scroll-page");
  }

  /// Where it runs, as far as it is known.
  void runs(List<Node> pods) {
    running.getChildren().clear();
    if (!pods.isEmpty()) {
      running.getChildren().add(Controls.label(Messages.of("running-in"), Tokens.SECTION_TITLE));
      running.getChildren().addAll(pods);
    }
    Controls.show(running, !pods.isEmpty());
  }

  void show(OpenedImage image) {
    ImageDescription says = image.description();
    body.getChildren().clear();
    VBox names =
        new VBox(
            4,
            copyable(name, Messages.of("image-name")),
            copyable(image.chosen().named().digest().text(), Messages.of("digest")));
    body.getChildren().add(names);
    body.getChildren().add(running);
    section("", identity(image));
    body.getChildren().add(tag);
    section(
        Messages.of("runs"),
        lines(
            Map.entry(Messages.of("entrypoint"), String.join(" ", says.entrypoint())),
            Map.entry(Messages.of("command"), String.join(" ", says.command())),
            Map.entry(Messages.of("user"), says.user()),
            Map.entry(Messages.of("directory"), says.workingDirectory()),
            Map.entry(Messages.of("ports"), String.join(", ", says.ports())),
            Map.entry(Messages.of("volumes"), String.join(", ", says.volumes())),
            Map.entry(Messages.of("stop-signal"), says.stopSignal())));
    section(Messages.of("environment"), texts(says.environment()));
    section(
        Messages.of("labels"),
        texts(
            says.labels().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList()));
  }

  private List<Node> identity(OpenedImage image) {
    ImageDescription says = image.description();
    List<Node> lines = new ArrayList<>();
    List<Platform> platforms = image.chosen().platforms();
    Platform runs = image.chosen().platform().orElse(says.platform());
    if (platforms.size() > 1) {
      lines.add(line(Messages.of("platform"), choice(platforms, runs)));
    } else if (!runs.os().isEmpty()) {
      lines.addAll(lines(Map.entry(Messages.of("platform"), runs.toString())));
    }
    lines.addAll(
        lines(
            Map.entry(Messages.of("kind"), says.artifactType()),
            Map.entry(
                Messages.of("size"),
                Messages.count("in-layers", image.layers().size(), Words.size(says.size())))));
    lines.addAll(sizes.lines(image.hasFiles(), OverviewPane::line));
    lines.addAll(
        lines(
            Map.entry(
                Messages.of("created"),
                says.created().map(then -> Words.ago(then, Instant.now())).orElse("")),
            Map.entry(Messages.of("author"), says.author())));
    if (image.chosen().named().isIndex()) {
      Button digest =
          copyable(image.chosen().image().digest().text(), Messages.of("digest-of-platform"));
      lines.add(line(Messages.of("digest-2"), digest));
    }
    return lines;
  }

  private ComboBox<Platform> choice(List<Platform> platforms, Platform now) {
    ComboBox<Platform> box = new ComboBox<>();
    box.setId("image-platform");
    box.setAccessibleText(Messages.of("platform"));
    box.getItems().setAll(platforms);
    box.setValue(now);
    box.setMaxWidth(Double.MAX_VALUE);
    box.valueProperty().addListener((p, before, next) -> model.choose(next));
    return box;
  }

  /// As long as the pane is wide; a click still copies all of it.
  private Button copyable(String text, String what) {
    Button button = Controls.copyable(text, what, surface);
    button.setMinWidth(0);
    return button;
  }

  private void section(String title, List<? extends Node> lines) {
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

  private List<Node> texts(List<String> all) {
    return all.stream()
        .limit(MOST)
        .<Node>map(each -> Controls.text(Printable.line(each, LONGEST), Tokens.MONO))
        .toList();
  }

  @SafeVarargs
  private List<Node> lines(Map.Entry<String, String>... all) {
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

  private static HBox line(String key, javafx.scene.layout.Region value) {
    Label label = Controls.label(key, Tokens.SECONDARY);
    label.setMinWidth(80);
    label.setLabelFor(value);
    value.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(value, Priority.ALWAYS);
    HBox line = new HBox(Tokens.GAP, label, value);
    line.setAlignment(
        value instanceof ComboBox || value instanceof Button
            ? javafx.geometry.Pos.CENTER_LEFT
            : javafx.geometry.Pos.BASELINE_LEFT);
    return line;
  }
}
