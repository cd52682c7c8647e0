package dev.mooring.desktop.registry.image;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.tree.BuildStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How an image was built, as its history tells it: like the Dockerfile.
final class HistoryPane extends BorderPane {
  /// Steps that are shown; all of them are copied.
  private static final int MOST = 200;

  private final VBox steps = new VBox(Tokens.GAP);
  private final Surface surface;
  private final Button copy;
  private @Nullable OpenedImage image;

  HistoryPane(DetailActions can, Surface surface) {
    this.surface = surface;
    copy = Controls.button(Messages.of("copy-dockerfile"), this::copy);
    copy.setId("image-history-copy");
    Button json = Actions.button(can.json(), Styles.SMALL);
    copy.getStyleClass().add(Styles.SMALL);
    ScrollPane scroll = new ScrollPane(steps);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    setCenter(scroll);
    FlowPane buttons = new FlowPane(Tokens.GAP, Tokens.GAP, copy, json);
    BorderPane.setMargin(buttons, new Insets(Tokens.GAP, 0, 0, 0));
    setBottom(buttons);
  }

  void show(OpenedImage now) {
    image = now;
    List<BuildStep> all = now.description().steps();
    copy.setDisable(all.isEmpty());
    steps.getChildren().clear();
    if (now.description().isHistoryOdd()) {
      steps.getChildren().add(Controls.text(Messages.of("history-odd"), Tokens.SECONDARY));
    }
    all.stream().limit(MOST).forEach(each -> steps.getChildren().add(step(each, now.layers())));
    if (all.isEmpty()) {
      steps.getChildren().add(Controls.text(Messages.of("no-history"), Tokens.SECONDARY));
    } else if (all.size() > MOST) {
      steps
          .getChildren()
          .add(Controls.text(Messages.of("more-steps", all.size() - MOST), Tokens.SECONDARY));
    }
  }

  private static Node step(BuildStep step, List<Descriptor> layers) {
    List<String> facts = new ArrayList<>();
    step.layer()
        .ifPresent(
            layer ->
                facts.add(
                    Messages.of(
                        "layer-and-size", layer + 1, Words.size(layers.get(layer).size()))));
    step.created().ifPresent(then -> facts.add(Words.ago(then, Instant.now())));
    return new StepBox(step, facts);
  }

  private void copy() {
    OpenedImage now = image;
    if (now != null) {
      surface.copy(
          now.description().steps().stream()
              .map(StepBox::words)
              .filter(each -> !each.isEmpty())
              .collect(Collectors.joining("\n")),
          Messages.of("the-build-history"));
    }
  }
}
