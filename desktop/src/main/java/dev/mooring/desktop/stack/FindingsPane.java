package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.RemedyButtons;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Finding;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What doctor found, worst first.
final class FindingsPane extends StackPane {
  private final VBox list = new VBox();
  private final Surface surface;

  FindingsPane(StackViewModel model, Surface surface) {
    this.surface = surface;
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    getChildren()
        .add(
            new FaceView<>(
                model.preflight().face(),
                surface,
                model::examine,
                scroll,
                this::fill,
                List::isEmpty,
                Controls.text(Messages.of("nothing-was-found"))));
  }

  /// In a card, while there is something else to look at.
  static void open(StackViewModel model, Surface surface) {
    FindingsPane findings = new FindingsPane(model, surface);
    findings.setPrefHeight(360);
    Form card =
        new Form(
                StackJobs.about(
                    model.currentOptions(), Messages.of("checks-of-the-cluster-and-this")))
            .add(findings)
            .buttons(Controls.primary(Messages.of("close"), surface::closeCard));
    card.setPrefWidth(680);
    surface.open(card);
  }

  private void fill(List<Finding> findings) {
    list.getChildren()
        .setAll(
            findings.stream()
                .sorted(
                    java.util.Comparator.comparing(
                        Finding::level, java.util.Comparator.reverseOrder()))
                .map(finding -> row(finding, surface))
                .toList());
  }

  private static Node row(Finding finding, Surface surface) {
    Tone tone =
        switch (finding.level()) {
          case OK -> Tone.SUCCESS;
          case WARNING -> Tone.WARNING;
          case BLOCKER -> Tone.DANGER;
        };
    Feather picture =
        switch (finding.level()) {
          case OK -> Feather.CHECK;
          case WARNING -> Feather.ALERT_TRIANGLE;
          case BLOCKER -> Feather.X_OCTAGON;
        };
    var subject = Controls.label(finding.subject());
    subject.setMinWidth(210);
    subject.setPrefWidth(210);
    VBox words = new VBox(4, Controls.text(finding.sentence()));
    if (!finding.remedy().words().isEmpty()) {
      words.getChildren().add(Controls.text(finding.remedy().words(), Tokens.SECONDARY));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(Controls.picture(picture, tone), subject, words);
    row.getChildren().addAll(RemedyButtons.of(finding.remedy(), surface));
    row.getStyleClass().add(Tokens.CHECK_ROW);
    row.setAccessibleText(
        finding.level().name().toLowerCase(java.util.Locale.ROOT)
            + ": "
            + finding.subject()
            + ", "
            + finding.sentence());
    return row;
  }
}
