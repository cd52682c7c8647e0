package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The objects as they are made, or removed.
final class InstallingPane extends VBox {
  private final ProgressBar bar = new ProgressBar();
  private final javafx.scene.control.Label part = Controls.label("", Tokens.SECONDARY);
  private final VBox steps = new VBox();
  private final ScrollPane scroll = new ScrollPane(steps);

  InstallingPane() {
    super(Tokens.GROUP);
    bar.setMaxWidth(Double.MAX_VALUE);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    steps.heightProperty().addListener((property, before, now) -> scroll.setVvalue(1));
    getChildren().addAll(part, bar, scroll);
  }

  void show(Job.Snapshot job) {
    if (job.state() instanceof JobState.Running running) {
      bar.setProgress(running.fraction());
      part.setText(running.part());
    }
    List<String> done = job.steps();
    if (done.size() < steps.getChildren().size()) {
      steps.getChildren().clear();
    }
    for (int i = steps.getChildren().size(); i < done.size(); i++) {
      steps.getChildren().add(row(done.get(i)));
    }
  }

  private static Node row(String step) {
    HBox row = new HBox(Controls.picture(Feather.CHECK, Tone.SUCCESS), Controls.text(step));
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }
}
