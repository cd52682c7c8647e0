package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.Platform;
import dev.mooring.registry.tree.ImageDescription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// What an image is called, what it runs, and where it does.
final class OverviewPane extends ScrollPane {
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
    Facts.section(body, "", identity(image));
    body.getChildren().add(tag);
    Facts.section(
        body,
        Messages.of("runs"),
        Facts.lines(
            Map.entry(Messages.of("entrypoint"), String.join(" ", says.entrypoint())),
            Map.entry(Messages.of("command"), String.join(" ", says.command())),
            Map.entry(Messages.of("user"), says.user()),
            Map.entry(Messages.of("directory"), says.workingDirectory()),
            Map.entry(Messages.of("ports"), String.join(", ", says.ports())),
            Map.entry(Messages.of("volumes"), String.join(", ", says.volumes())),
            Map.entry(Messages.of("stop-signal"), says.stopSignal())));
    Facts.section(body, Messages.of("environment"), Facts.texts(says.environment()));
    Facts.section(body, Messages.of("labels"), Facts.texts(says.labels()));
  }

  private List<Node> identity(OpenedImage image) {
    ImageDescription says = image.description();
    List<Node> lines = new ArrayList<>();
    List<Platform> platforms = image.chosen().platforms();
    Platform runs = image.chosen().platform().orElse(says.platform());
    if (platforms.size() > 1) {
      lines.add(Facts.line(Messages.of("platform"), choice(platforms, runs)));
    } else if (!runs.os().isEmpty()) {
      lines.addAll(Facts.lines(Map.entry(Messages.of("platform"), runs.toString())));
    }
    lines.addAll(
        Facts.lines(
            Map.entry(Messages.of("kind"), says.artifactType()),
            Map.entry(
                Messages.of("size"),
                Messages.count("in-layers", image.layers().size(), Words.size(says.size())))));
    lines.addAll(sizes.lines(image.hasFiles(), Facts::line));
    lines.addAll(
        Facts.lines(
            Map.entry(
                Messages.of("created"),
                says.created().map(then -> Words.ago(then, Instant.now())).orElse("")),
            Map.entry(Messages.of("author"), says.author())));
    if (image.chosen().named().isIndex()) {
      Button digest =
          copyable(image.chosen().image().digest().text(), Messages.of("digest-of-platform"));
      lines.add(Facts.line(Messages.of("digest-2"), digest));
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
}
