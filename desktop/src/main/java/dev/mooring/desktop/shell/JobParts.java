package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.JobState;
import dev.mooring.job.ProgressTree;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// What goes on side by side in a job, below its line: each image, and the layers of each.
final class JobParts extends VBox {
  private static final int MOST = 8;
  private static final double LINE = 22;
  private static final double INDENT = 20;

  private final List<Line> lines = new ArrayList<>();
  private final Label more = Controls.label("", Tokens.SECONDARY);

  JobParts() {
    getStyleClass().add("job-parts");
    Controls.show(more, false);
    getChildren().add(more);
  }

  /// How tall the parts of a job are.
  static double height(JobState state) {
    return state instanceof JobState.Running now && !now.parts().isEmpty()
        ? LINE * Math.min(flat(now.parts()).size(), MOST + 1)
        : 0;
  }

  void show(JobState state) {
    List<Indented> parts =
        state instanceof JobState.Running now ? flat(now.parts()) : List.<Indented>of();
    Controls.show(this, !parts.isEmpty());
    int shown = Math.min(parts.size(), MOST);
    while (lines.size() < shown) {
      Line line = new Line();
      lines.add(line);
      getChildren().add(getChildren().size() - 1, line);
    }
    for (int i = 0; i < lines.size(); i++) {
      Controls.show(lines.get(i), i < shown);
      if (i < shown) {
        lines.get(i).show(parts.get(i));
      }
    }
    more.setText(Messages.of("parts-more", parts.size() - shown));
    Controls.show(more, parts.size() > shown);
  }

  private record Indented(ProgressTree.Part part, int depth) {}

  private static List<Indented> flat(List<ProgressTree.Part> parts) {
    List<Indented> all = new ArrayList<>();
    add(parts, 0, all);
    return all;
  }

  private static void add(List<ProgressTree.Part> parts, int depth, List<Indented> into) {
    for (ProgressTree.Part each : parts) {
      into.add(new Indented(each, depth));
      add(each.parts(), depth + 1, into);
    }
  }

  private static final class Line extends HBox {
    private final Label name = Controls.label("", Tokens.SECONDARY);
    private final Label amount = Controls.label("", Tokens.SECONDARY);
    private final ProgressBar bar = new ProgressBar();

    Line() {
      super(Tokens.GROUP);
      bar.setPrefWidth(160);
      bar.getStyleClass().add(Styles.SMALL);
      name.setMinWidth(0);
      amount.setMinWidth(USE_PREF_SIZE);
      setMinHeight(LINE);
      setMaxHeight(LINE);
      setAlignment(Pos.CENTER_LEFT);
      getChildren().addAll(name, Controls.spacer(), amount, bar);
    }

    void show(Indented part) {
      setPadding(new Insets(0, 0, 0, INDENT * part.depth()));
      name.setText(part.part().name());
      long total = part.part().total();
      bar.setProgress(total <= 0 ? -1 : Math.min(1.0, (double) part.part().done() / total));
      amount.setText(JobRow.amount(part.part().done(), total, part.part().unit()));
    }
  }
}
