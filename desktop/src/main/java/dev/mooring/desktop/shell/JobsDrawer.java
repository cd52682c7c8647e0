package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.RemedyButtons;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Progress;
import dev.mooring.problem.Problem;
import java.time.Instant;
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
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Background work at the bottom of the window. Folds to one line.
final class JobsDrawer extends VBox {
  private static final double TALLEST = 220;

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
  private final Map<Long, Row> rows = new HashMap<>();
  private boolean open;

  JobsDrawer(JobsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    this.stop = Controls.button(Messages.of("cancel"), this::cancelForemost);
    stop.setId("drawer-cancel");
    stop.getStyleClass().add(Styles.SMALL);
    this.clear = Controls.button(Messages.of("clear-ended"), model::clearEnded);
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
    HBox head = new HBox(bare, title, summary, bar, Controls.spacer(), stop, clear);
    head.getStyleClass().add(Tokens.DRAWER_BAR);
    head.setOnMouseClicked(event -> toggle());
    scroll.setFitToWidth(true);
    scroll.setMaxHeight(TALLEST);
    scroll.getStyleClass().add("scroll-page");
    getChildren().addAll(head, scroll);
    Controls.show(scroll, false);
    model.rows().addListener((property, before, now) -> show(now));
    show(model.rows().get());
  }

  void toggle() {
    open = !open;
    arrow.setIconCode(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
    show(model.rows().get());
  }

  void unfold() {
    if (!open) {
      toggle();
    }
  }

  private void show(List<Job.Snapshot> jobs) {
    Job.Snapshot foremost = model.foremost();
    long running = model.running();
    title.setText(running == 0 ? Messages.of("jobs") : Messages.of("jobs-2", running));
    summary.setText(
        open || foremost == null
            ? (jobs.isEmpty() ? Messages.of("nothing-to-do") : "")
            : line(foremost));
    boolean moving = foremost != null && foremost.state() instanceof JobState.Running;
    Controls.show(bar, !open && moving);
    Controls.show(stop, !open && moving);
    if (foremost != null && foremost.state() instanceof JobState.Running now) {
      bar.setProgress(now.fraction());
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
                  Row row = rows.computeIfAbsent(job.id(), ignored -> new Row(job.id()));
                  row.show(job);
                  return (Node) row;
                })
            .toList();
    if (!nodes.equals(list.getChildren())) {
      list.getChildren().setAll(nodes);
    }
    scroll.setPrefHeight(Math.min(TALLEST, 44 * jobs.size() + failed(jobs) * 72));
  }

  private void cancelForemost() {
    Job.Snapshot foremost = model.foremost();
    if (foremost != null) {
      model.cancel(foremost.id());
    }
  }

  private static int failed(List<Job.Snapshot> jobs) {
    return (int) jobs.stream().filter(job -> job.state() instanceof JobState.Failed).count();
  }

  private static String line(Job.Snapshot job) {
    String words = words(job);
    return words.isEmpty() ? job.title() : job.title() + " · " + words;
  }

  static String words(Job.Snapshot job) {
    return switch (job.state()) {
      case JobState.Running running -> running(running, job.steps());
      case JobState.Done done -> done.result().isBlank() ? "done" : done.result();
      case JobState.Cancelled cancelled -> "cancelled";
      case JobState.Failed failed -> failed.problem().what();
    };
  }

  private static String running(JobState.Running running, List<String> steps) {
    String part =
        !running.part().isEmpty() ? running.part() : steps.isEmpty() ? "" : steps.getLast();
    if (running.total() <= 0) {
      return part;
    }
    String share = Math.round(running.fraction() * 100) + " %";
    String amount =
        running.unit() == Progress.Unit.BYTES
            ? Messages.of("of", Words.size(running.done()), Words.size(running.total()))
            : Messages.of("of", running.done(), running.total());
    return (part.isEmpty() ? "" : part + " · ") + share + " · " + amount;
  }

  private final class Row extends VBox {
    private final FontIcon icon = new FontIcon();
    private final Label words = Controls.label("", Tokens.SECONDARY);
    private final Label name = Controls.label("");
    private final ProgressBar progress = new ProgressBar();
    private final Button cancel;
    private final AgeLabel time = new AgeLabel(Tokens.SECONDARY);
    private Job.@Nullable Snapshot shown;

    Row(long id) {
      cancel = Controls.button(Messages.of("cancel"), () -> model.cancel(id));
      cancel.getStyleClass().add(Styles.SMALL);
      progress.setPrefWidth(160);
      words.setMinWidth(0);
      name.setMinWidth(USE_PREF_SIZE);
      HBox line = new HBox(icon, name, words, Controls.spacer(), progress, time, cancel);
      HBox.setHgrow(words, Priority.SOMETIMES);
      line.getStyleClass().add(Tokens.JOB);
      getChildren().add(line);
    }

    void show(Job.Snapshot job) {
      if (job.equals(shown)) {
        return;
      }
      shown = job;
      name.setText(job.title());
      words.setText(words(job));
      boolean running = job.state() instanceof JobState.Running;
      Controls.show(progress, running);
      Controls.show(cancel, running);
      Controls.show(time, !running);
      switch (job.state()) {
        case JobState.Running now -> {
          picture(Feather.LOADER, Tone.ACCENT);
          progress.setProgress(now.fraction());
        }
        case JobState.Done done -> end(Feather.CHECK, Tone.SUCCESS, done.at());
        case JobState.Cancelled cancelled -> end(Feather.SLASH, Tone.MUTED, cancelled.at());
        case JobState.Failed failed -> {
          end(Feather.ALERT_CIRCLE, Tone.DANGER, failed.at());
          problem(failed.problem());
        }
      }
    }

    private void end(Feather picture, Tone tone, Instant at) {
      picture(picture, tone);
      time.show(() -> Words.ago(at, Instant.now()));
    }

    private void picture(Feather picture, Tone tone) {
      icon.setIconCode(picture);
      icon.getStyleClass().setAll("ikonli-font-icon", tone.icon());
    }

    private void problem(Problem problem) {
      Button copy =
          Controls.button(
              Messages.of("copy-details"),
              () ->
                  surface.copy(
                      dev.mooring.desktop.fx.ProblemPane.details(problem),
                      Messages.of("the-details")));
      copy.getStyleClass().add(Styles.SMALL);
      HBox next =
          new HBox(
              Tokens.GROUP,
              Controls.text(Messages.of("what-to-do", problem.remedy().words())),
              Controls.spacer());
      for (Button each : RemedyButtons.of(problem.remedy(), surface)) {
        each.getStyleClass().add(Styles.SMALL);
        next.getChildren().add(each);
      }
      next.getChildren().add(copy);
      VBox box = new VBox(Controls.text(Messages.of("why", problem.why())), next);
      box.getStyleClass().add("job-problem");
      getChildren().add(box);
    }
  }
}
