package dev.mooring.desktop.registry.local;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.image.DetailHead;
import dev.mooring.desktop.registry.image.Facts;
import dev.mooring.desktop.registry.image.StepBox;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Printable;
import dev.mooring.engine.InspectedImage;
import dev.mooring.registry.tree.BuildStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What the engine says of an image: what it runs and how it was built. An engine hands out files
/// only with the whole image, so that they are seen once it is in a registry.
public final class LocalDetail extends BorderPane {
  /// Steps that are shown.
  private static final int MOST = 200;

  /// Characters of a name.
  private static final int LONGEST = 400;

  private final Surface surface;
  private final VBox overview = new VBox(Tokens.GROUP);
  private final VBox history = new VBox(Tokens.GAP);

  /// @param pods where it runs
  /// @param push brings it into a registry
  /// @param close takes the detail away
  public LocalDetail(
      LocalImageViewModel model, List<Node> pods, Action push, Surface surface, Runnable close) {
    this.surface = surface;
    setId("local-image-detail");
    EmptyPane files =
        new EmptyPane(
            Feather.FOLDER,
            Messages.of("files-need-a-registry"),
            Actions.button(push, Styles.BUTTON_OUTLINED));
    TabPane tabs =
        new TabPane(
            tab(Messages.of("overview"), scrolling(overview)),
            tab(Messages.of("files"), files),
            tab(Messages.of("history"), scrolling(history)));
    tabs.setId("local-image-tabs");
    tabs.getStyleClass().add("detail-tabs");
    tabs.setAccessibleText(Messages.of("about-the-image"));
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    Button start = Actions.icon(push, Styles.BUTTON_ICON, Styles.FLAT);
    start.setId("local-image-push");
    setTop(new DetailHead(model.name(), close, start));
    FaceView<InspectedImage> face =
        new FaceView<>(
            model.image().face(),
            surface,
            model::read,
            tabs,
            image -> show(model.name(), pods, image),
            none -> false,
            tabs);
    BorderPane.setMargin(face, new Insets(Tokens.GAP, 0, 0, 0));
    setCenter(face);
  }

  private static Tab tab(String title, Node content) {
    StackPane frame = new StackPane(content);
    frame.getStyleClass().add("tab-frame");
    return new Tab(title, frame);
  }

  private static ScrollPane scrolling(Node content) {
    ScrollPane scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    return scroll;
  }

  private void show(String name, List<Node> pods, InspectedImage image) {
    overview.getChildren().clear();
    InspectedImage.Run run = image.run();
    VBox names = new VBox(4, copyable(name, Messages.of("image-name")));
    image.digests().stream()
        .limit(MOST)
        .forEach(each -> names.getChildren().add(copyable(each, Messages.of("name-by-digest"))));
    overview.getChildren().add(names);
    Facts.section(overview, Messages.of("running-in"), pods);
    Facts.section(overview, "", identity(image));
    Facts.section(
        overview,
        Messages.of("runs"),
        Facts.lines(
            Map.entry(Messages.of("entrypoint"), String.join(" ", run.entrypoint())),
            Map.entry(Messages.of("command"), String.join(" ", run.command())),
            Map.entry(Messages.of("user"), run.user()),
            Map.entry(Messages.of("directory"), run.workingDirectory()),
            Map.entry(Messages.of("ports"), String.join(", ", run.ports())),
            Map.entry(Messages.of("volumes"), String.join(", ", run.volumes()))));
    Facts.section(overview, Messages.of("environment"), Facts.texts(run.environment()));
    Facts.section(overview, Messages.of("labels"), Facts.texts(image.labels()));
    steps(image);
  }

  private List<Node> identity(InspectedImage image) {
    List<Node> lines = new ArrayList<>();
    lines.add(Facts.line(Messages.of("id"), copyable(image.id(), Messages.of("id-of-image"))));
    lines.addAll(
        Facts.lines(
            Map.entry(Messages.of("platform"), image.platform()),
            Map.entry(
                Messages.of("size"),
                Messages.count("unpacked-in-layers", image.layers(), Words.size(image.size()))),
            Map.entry(
                Messages.of("created"),
                image.created().map(then -> Words.ago(then, Instant.now())).orElse("")),
            Map.entry(Messages.of("author"), image.author())));
    if (image.digests().isEmpty()) {
      lines.add(Controls.text(Messages.of("no-digest-yet"), Tokens.SECONDARY));
    }
    return lines;
  }

  private void steps(InspectedImage image) {
    history.getChildren().clear();
    List<InspectedImage.Step> all = image.steps();
    all.stream().limit(MOST).forEach(each -> history.getChildren().add(step(each)));
    if (all.isEmpty()) {
      history.getChildren().add(Controls.text(Messages.of("no-history"), Tokens.SECONDARY));
    } else if (all.size() > MOST) {
      history
          .getChildren()
          .add(Controls.text(Messages.count("more-steps", all.size() - MOST), Tokens.SECONDARY));
    }
  }

  private static Node step(InspectedImage.Step step) {
    List<String> facts = new ArrayList<>();
    if (step.size() > 0) {
      facts.add(Words.size(step.size()));
    }
    step.created().ifPresent(then -> facts.add(Words.ago(then, Instant.now())));
    return new StepBox(
        new BuildStep(step.createdBy(), step.comment(), step.created(), Optional.empty()), facts);
  }

  private Button copyable(String text, String what) {
    Button button = Controls.copyable(Printable.line(text, LONGEST), what, surface);
    button.setMinWidth(0);
    return button;
  }
}
