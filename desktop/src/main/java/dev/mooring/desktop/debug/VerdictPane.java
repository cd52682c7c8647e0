package dev.mooring.desktop.debug;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.RemedyButtons;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Finding;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A workload: why it can or cannot be debugged, and its pods.
final class VerdictPane extends BorderPane {
  private final VBox body = new VBox(12);
  private final VBox sentences = new VBox(12);
  private final Workload workload;
  private final WorkloadsViewModel model;
  private final Surface surface;
  private final Action copy;
  private final Runnable chosen;

  /// What surrounds the pane.
  ///
  /// @param setImage asks for another image
  /// @param copy debugs a copy
  record Around(PodNavigation navigation, Action setImage, Action copy, Surface surface) {}

  /// @param chosen called when another container is chosen
  VerdictPane(
      Workload workload,
      Fetched<Candidates> verdict,
      WorkloadsViewModel model,
      Around around,
      Runnable chosen,
      Runnable close) {
    this.workload = workload;
    this.model = model;
    this.surface = around.surface();
    this.copy = around.copy();
    this.chosen = chosen;
    PodNavigation navigation = around.navigation();
    Label title = Controls.label(workload.reference(), Tokens.SECTION_TITLE, Tokens.MONO);
    HBox head =
        new HBox(title, Controls.spacer(), Controls.icon(Feather.X, Messages.of("close"), close));
    head.setAlignment(Pos.CENTER_LEFT);
    Label image = Controls.text(workload.image(), Tokens.SECONDARY, Tokens.MONO);
    Button set = Controls.button("", around.setImage()::fire);
    set.setId("newer-image");
    // What the registry has is known only once it is connected, which may be later.
    navigation
        .images()
        .flatMap(known -> navigation.newerThan(workload.image()).face())
        .when(sceneProperty().isNotNull())
        .subscribe(face -> offer(set, face instanceof Face.Full<String> full ? full.value() : ""));
    setTop(new VBox(4, head, image, set));
    Runnable again = () -> model.debugging().judgeAnew(workload);
    PodsPane pods = new PodsPane(model, workload, navigation, surface);
    VBox all =
        new VBox(
            Tokens.GROUP,
            new FaceView<>(
                verdict.face(), surface, again, body, this::fill, value -> false, new VBox()),
            pods);
    ScrollPane scroll = new ScrollPane(all);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    setMargin(scroll, new Insets(12, 0, 0, 0));
    setCenter(scroll);
  }

  /// @param newer the newer image; empty for none, or while it is not known
  private static void offer(Button set, String newer) {
    Controls.show(set, !newer.isEmpty());
    set.setText(Messages.of("newer-tag", ImageCell.tag(newer)));
  }

  private void fill(Candidates candidates) {
    body.getChildren().clear();
    Verdict shown = model.debugging().chosen(workload, candidates);
    if (candidates.all().size() > 1) {
      ContainerBox box =
          new ContainerBox(
              candidates,
              shown.container(),
              next -> {
                model.debugging().choose(workload, next);
                say(next);
                chosen.run();
              });
      body.getChildren()
          .add(new VBox(4, Controls.label(Messages.of("container"), Tokens.SECONDARY), box));
    }
    body.getChildren().add(sentences);
    say(shown);
  }

  private void say(Verdict verdict) {
    sentences.getChildren().setAll(Controls.text(VerdictBadge.sentence(verdict)));
    verdict.findings().forEach(each -> sentences.getChildren().add(finding(each)));
    if (!verdict.possible() && !VerdictBadge.attached(verdict)) {
      Button again =
          Controls.button(Messages.of("check-again"), () -> model.debugging().judgeAnew(workload));
      again.setId("judge-anew");
      sentences.getChildren().add(again);
    }
    VBox facts = new VBox(4);
    facts.getChildren().add(fact(Messages.of("pod"), verdict.pod()));
    for (Verdict.Fact each : verdict.facts()) {
      facts.getChildren().add(fact(each.name(), each.value()));
    }
    sentences.getChildren().add(facts);
  }

  private HBox finding(Finding finding) {
    boolean blocks = finding.level() == Finding.Level.BLOCKER;
    VBox words = new VBox(4, Controls.text(finding.words()));
    if (finding.id().equals(Verdict.COPY)) {
      words.getChildren().add(Actions.button(copy));
    } else {
      if (!finding.remedy().words().isEmpty()) {
        words.getChildren().add(Controls.text(finding.remedy().words(), Tokens.SECONDARY));
      }
      words.getChildren().addAll(RemedyButtons.of(finding.remedy(), surface));
    }
    return new HBox(
        Tokens.GAP,
        Controls.picture(
            blocks ? Feather.X_OCTAGON : Feather.INFO, blocks ? Tone.DANGER : Tone.MUTED),
        words);
  }

  private static HBox fact(String name, String value) {
    Label key = Controls.label(name, Tokens.SECONDARY);
    key.setMinWidth(88);
    return new HBox(Tokens.GAP, key, Controls.text(value));
  }
}
