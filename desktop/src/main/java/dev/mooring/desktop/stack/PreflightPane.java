package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.Finding;
import dev.mooring.stack.StackOptions;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Before anything is installed: what was found, worst first.
final class PreflightPane extends VBox {
  private final VBox list = new VBox();
  private final VBox summary = new VBox(4);
  private final HBox what = new HBox(4);

  PreflightPane(StackViewModel model, Surface surface) {
    super(Tokens.GROUP);
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    FaceView<List<Finding>> face =
        new FaceView<>(
            model.preflight().face(),
            surface,
            model::examine,
            scroll,
            this::fill,
            List::isEmpty,
            Controls.text("Nothing was found."));
    VBox.setVgrow(face, Priority.ALWAYS);
    Hyperlink change = new Hyperlink("Change");
    change.setAccessibleText("Change what is installed");
    change.setOnAction(event -> OptionsCard.open(model, surface));
    var words = Controls.label("", Tokens.SECONDARY);
    words.setId("install-options");
    what.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    what.getChildren().addAll(words, change);
    model.options().addListener((property, before, now) -> words.setText(words(now)));
    words.setText(words(model.options().get()));
    summary
        .getChildren()
        .addAll(
            Controls.text(
                "A private registry in this cluster, reached as localhost:5000 from here and from"
                    + " every node, always over mutual TLS."),
            what);
    getChildren().addAll(summary, face);
  }

  private static String words(StackOptions options) {
    return options.registryImage()
        + " · "
        + options.storageSize()
        + (options.storageClass().isEmpty() ? "" : " of " + options.storageClass())
        + " · namespace "
        + options.namespace();
  }

  private void fill(List<Finding> findings) {
    list.getChildren()
        .setAll(
            findings.stream()
                .sorted(
                    java.util.Comparator.comparing(
                        Finding::level, java.util.Comparator.reverseOrder()))
                .map(PreflightPane::row)
                .toList());
  }

  private static Node row(Finding finding) {
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
    subject.setMinWidth(180);
    subject.setPrefWidth(180);
    VBox words = new VBox(4, Controls.text(finding.sentence()));
    if (!finding.whatToDo().isEmpty()) {
      words.getChildren().add(Controls.text(finding.whatToDo(), Tokens.SECONDARY));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(Controls.picture(picture, tone), subject, words);
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
