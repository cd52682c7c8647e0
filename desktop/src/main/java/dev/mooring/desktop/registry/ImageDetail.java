package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodMenu;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.browse.PodUse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One image: what it is called, what it runs, what it is made of.
final class ImageDetail extends BorderPane {
  private static final int MOST = 200;

  /// Characters of an instruction that are shown.
  private static final int LONGEST = 400;

  private final VBox body = new VBox(Tokens.GROUP);
  private final Surface surface;
  private final List<Node> pods;

  ImageDetail(
      ImagesViewModel model,
      TagRow row,
      Surface surface,
      Action delete,
      PodNavigation navigation,
      Runnable close) {
    this.surface = surface;
    String name = model.name(row);
    Label title = Controls.label(model.repository().get() + ":" + row.tag(), Tokens.SECTION_TITLE);
    title.setMinWidth(0);
    HBox head =
        new HBox(
            Tokens.GAP,
            title,
            Controls.spacer(),
            Actions.icon(delete, Styles.BUTTON_ICON, Styles.FLAT),
            Controls.icon(Feather.X, Messages.of("close"), close));
    head.setAlignment(Pos.CENTER_LEFT);
    VBox top =
        new VBox(4, head, folding(Controls.copyable(name, Messages.of("image-name"), surface)));
    ImageSummary summary = row.summary();
    if (summary != null) {
      top.getChildren()
          .add(
              folding(
                  Controls.copyable(summary.digest().text(), Messages.of("digest-2"), surface)));
    }
    List<String> facts = new ArrayList<>(List.of(TagsTable.platforms(row)));
    if (summary != null) {
      facts.addFirst(Words.size(summary.size()));
      if (summary.created() != null) {
        facts.add(Words.ago(summary.created(), Instant.now()));
      }
    }
    top.getChildren().add(Controls.text(String.join(" · ", facts), Tokens.SECONDARY));
    setTop(top);
    pods =
        row.uses().stream()
            .sorted(Comparator.comparing((PodUse use) -> use.match() == PodUse.Match.CONTENT))
            .<Node>map(
                use -> PodMenu.of(UseWords.of(use), Chosen.pod(use.pod()), navigation, surface))
            .toList();
    ScrollPane scroll = new ScrollPane(body);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    FaceView<Document> face =
        new FaceView<>(
            model.detail().face(),
            surface,
            () -> model.inspect(row),
            scroll,
            this::fill,
            Document::isNothing,
            Controls.text(Messages.of("no-details")));
    BorderPane.setMargin(face, new javafx.geometry.Insets(12, 0, 0, 0));
    setCenter(face);
  }

  /// As long as the pane is wide; a click still copies all of it.
  private static Button folding(Button copyable) {
    copyable.setMinWidth(0);
    return copyable;
  }

  private void fill(Document whole) {
    body.getChildren().clear();
    // Of an index the first image stands for all; the platforms are listed below.
    Document image =
        whole.at("images").stream().findFirst().filter(i -> !i.isNothing()).orElse(whole);
    Document config = image.at("config", "config");
    section(Messages.of("running-in"), pods);
    section(
        Messages.of("runs"),
        List.of(
            line(Messages.of("command"), words(config.at("Entrypoint"), config.at("Cmd"))),
            line(Messages.of("user"), config.at("User").textOrEmpty()),
            line(Messages.of("directory"), config.at("WorkingDir").textOrEmpty()),
            line(
                Messages.of("ports"),
                String.join(", ", config.at("ExposedPorts").entries().keySet()))));
    section(
        Messages.of("layers"),
        image.at("manifest", "layers").stream()
            .limit(MOST)
            .map(
                layer ->
                    line(
                        brief(layer.at("digest").textOrEmpty()),
                        Words.size(layer.at("size").integer().orElse(0L))))
            .toList());
    section(
        Messages.of("contains"),
        whole.at("manifest", "manifests").stream()
            .limit(MOST)
            .map(
                child ->
                    line(
                        brief(child.at("digest").textOrEmpty()),
                        child.at("platform", "os").textOrEmpty()
                            + "/"
                            + child.at("platform", "architecture").textOrEmpty()))
            .toList());
    section(
        Messages.of("history"),
        image.at("history").stream().limit(MOST).map(ImageDetail::step).toList());
    section(
        Messages.of("environment"),
        config.at("Env").texts().stream().limit(MOST).<Node>map(ImageDetail::code).toList());
  }

  private void section(String title, List<Node> lines) {
    List<Node> shown = lines.stream().filter(Node::isVisible).toList();
    if (!shown.isEmpty()) {
      VBox box = new VBox(4, Controls.label(title, Tokens.SECTION_TITLE));
      box.getChildren().addAll(shown);
      body.getChildren().add(box);
    }
  }

  /// A step of the build: the instruction, and what it added when.
  private static Node step(Document step) {
    List<String> facts = new ArrayList<>();
    facts.add(step.at("size").integer().map(Words::size).orElse(""));
    facts.add(age(step.at("created").textOrEmpty()));
    facts.add(step.at("comment").textOrEmpty());
    facts.removeIf(String::isEmpty);
    String instruction = step.at("createdBy").textOrEmpty();
    VBox box = new VBox(code(instruction));
    if (!facts.isEmpty()) {
      box.getChildren().add(Controls.text(String.join(" · ", facts), Tokens.SECONDARY));
    }
    box.setVisible(!instruction.isBlank() || !facts.isEmpty());
    return box;
  }

  /// Builders that make images reproducible say 1970 or nothing.
  private static String age(String created) {
    try {
      Instant then = Instant.parse(created);
      return then.getEpochSecond() <= 0 ? "" : Words.ago(then, Instant.now());
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private static Label code(String text) {
    String brief = Printable.cut(text, LONGEST);
    Label label = Controls.text(brief, Tokens.MONO);
    Controls.show(label, !text.isBlank());
    return label;
  }

  private Node line(String name, String value) {
    Label key = Controls.label(name, Tokens.SECONDARY);
    key.setMinWidth(96);
    Label text = Controls.text(value, Tokens.MONO);
    HBox line = new HBox(Tokens.GAP, key, text);
    line.setVisible(!value.isBlank());
    line.setMinHeight(Region.USE_PREF_SIZE);
    line.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            surface.copy(value, name.toLowerCase(java.util.Locale.ROOT));
          }
        });
    return line;
  }

  private static String words(Document... lists) {
    return java.util.Arrays.stream(lists)
        .flatMap(list -> list.texts().stream())
        .collect(Collectors.joining(" "));
  }

  private static String brief(String digest) {
    return digest.startsWith("sha256:") && digest.length() >= 19 ? digest.substring(7, 19) : digest;
  }
}
