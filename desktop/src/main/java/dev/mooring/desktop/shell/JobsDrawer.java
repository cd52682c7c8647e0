package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Motion;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Background work at the bottom of the window. Folds to one line.
final class JobsDrawer extends VBox {
  private static final double TALLEST = 220;

  /// What is done needs no more than a glance.
  private static final double TALLEST_DONE = 132;

  private static final double ROW = 44;

  private final JobsViewModel model;
  private final Surface surface;
  private final FontIcon arrow = new FontIcon(Feather.CHEVRON_RIGHT);
  private final Label title = Controls.label(Messages.of("jobs"), Tokens.SECTION_TITLE);
  private final Label summary = Controls.label("", Tokens.SECONDARY);
  private final ProgressBar bar = new ProgressBar();
  private final Button stop;
  private final Button clear;
  private final VBox list = new VBox();
  private final ScrollPane scroll = new ScrollPane(list);
  private final Map<Long, JobRow> rows = new HashMap<>();
  private boolean open;

  /// Whether a failure opened it, which may then close it again too.
  private boolean byItself;

  JobsDrawer(JobsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    this.stop = Controls.button(Messages.of("cancel"), this::cancelForemost);
    stop.setId("drawer-cancel");
    stop.getStyleClass().add(Styles.SMALL);
    this.clear = Controls.button(Messages.of("clear-finished"), model::clearEnded);
    clear.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
    getStyleClass().add(Tokens.DRAWER);
    Button bare = new Button("", arrow);
    bare.setId("drawer-toggle");
    bare.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
    String words = Messages.of("show-or-hide-the-jobs", Controls.shortcut("J"));
    bare.setAccessibleText(words);
    bare.setTooltip(new Tooltip(words));
    bare.setOnAction(event -> toggle());
    bar.setPrefWidth(160);
    bar.getStyleClass().add(Styles.SMALL);
    summary.setId("drawer-summary");
    summary.setMinWidth(0);
    title.setMinWidth(USE_PREF_SIZE);
    HBox head = new HBox(bare, title, summary, bar, Controls.spacer(), clear, stop);
    head.getStyleClass().add(Tokens.DRAWER_BAR);
    head.setOnMouseClicked(event -> toggle());
    scroll.setFitToWidth(true);
    scroll.setId("drawer-rows");
    scroll.getStyleClass().add("scroll-page");
    getChildren().addAll(head, scroll);
    Controls.show(scroll, false);
    model.rows().addListener((property, before, now) -> show(now));
    show(model.rows().get());
  }

  void toggle() {
    byItself = false;
    turn();
  }

  private void turn() {
    open = !open;
    arrow.setIconCode(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
    show(model.rows().get());
  }

  /// For a failure; folds again once that is resolved.
  void unfold() {
    if (!open) {
      byItself = true;
      turn();
    }
  }

  private void show(List<Job.Snapshot> jobs) {
    long failed = jobs.stream().filter(job -> failed(job) && !model.resolved(job)).count();
    if (open && byItself && failed == 0) {
      byItself = false;
      turn();
      return;
    }
    Job.Snapshot foremost = model.foremost();
    long running = model.running();
    title.setText(running == 0 ? Messages.of("jobs") : Messages.of("jobs-2", running));
    summary.setText(
        open || foremost == null
            ? (jobs.isEmpty() ? Messages.of("no-activity") : "")
            : line(foremost));
    boolean moving = foremost != null && foremost.state() instanceof JobState.Running;
    Controls.show(bar, !open && moving);
    Controls.show(stop, !open && moving);
    if (foremost != null && foremost.state() instanceof JobState.Running now) {
      bar.setProgress(now.fraction());
      Controls.show(bar, !open && Motion.allowed(this, now.fraction()));
    }
    Controls.show(clear, jobs.size() > running);
    Controls.show(scroll, open && !jobs.isEmpty());
    if (!open) {
      return;
    }
    rows.keySet().removeIf(id -> jobs.stream().noneMatch(job -> job.id() == id));
    List<Node> nodes =
        jobs.stream()
            .map(
                job -> {
                  JobRow row =
                      rows.computeIfAbsent(
                          job.id(), ignored -> new JobRow(job.id(), model, surface));
                  row.show(job);
                  return (Node) row;
                })
            .toList();
    if (!nodes.equals(list.getChildren())) {
      list.getChildren().setAll(nodes);
    }
    double parts = jobs.stream().mapToDouble(job -> JobParts.height(job.state())).sum();
    double tallest = running + failed > 0 ? TALLEST : TALLEST_DONE;
    scroll.setPrefHeight(Math.min(tallest, ROW * jobs.size() + failed * 72 + parts));
    scroll.setMaxHeight(tallest);
  }

  private void cancelForemost() {
    Job.Snapshot foremost = model.foremost();
    if (foremost != null) {
      model.cancel(foremost.id());
    }
  }

  private static boolean failed(Job.Snapshot job) {
    return job.state() instanceof JobState.Failed;
  }

  private static String line(Job.Snapshot job) {
    String words = JobRow.words(job);
    return words.isEmpty() ? job.title() : Messages.of("ended", job.title(), words);
  }
}
