package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Motion;
import dev.mooring.desktop.fx.ProblemPane;
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
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// One piece of background work: what it is, how far it has come, and how it ended.
final class JobRow extends VBox {
  private final JobsViewModel model;
  private final Surface surface;
  private final FontIcon icon = new FontIcon();
  private final Label words = Controls.label("", Tokens.SECONDARY);
  private final Label name = Controls.label("");
  private final ProgressBar progress = new ProgressBar();
  private final Button cancel;
  private final JobParts parts = new JobParts();
  private final AgeLabel time = new AgeLabel(Tokens.SECONDARY);
  private Job.@Nullable Snapshot shown;
  private boolean shownResolved;
  private @Nullable Node problem;

  JobRow(long id, JobsViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    cancel = Controls.button(Messages.of("cancel"), () -> model.cancel(id));
    cancel.getStyleClass().add(Styles.SMALL);
    progress.setPrefWidth(160);
    words.setMinWidth(0);
    name.setMinWidth(USE_PREF_SIZE);
    HBox line = new HBox(icon, name, words, Controls.spacer(), progress, time, cancel);
    HBox.setHgrow(words, Priority.SOMETIMES);
    line.getStyleClass().add(Tokens.JOB);
    getChildren().addAll(line, parts);
  }

  void show(Job.Snapshot job) {
    boolean resolved = model.resolved(job);
    if (job.equals(shown) && resolved == shownResolved) {
      return;
    }
    shown = job;
    shownResolved = resolved;
    if (problem != null) {
      getChildren().remove(problem);
      problem = null;
    }
    name.setText(job.title());
    words.setText(words(job));
    parts.show(job.state());
    boolean running = job.state() instanceof JobState.Running;
    Controls.show(progress, running);
    Controls.show(cancel, running);
    Controls.show(time, !running);
    switch (job.state()) {
      case JobState.Running now -> {
        picture(Feather.LOADER, Tone.ACCENT);
        progress.setProgress(now.fraction());
        Controls.show(progress, Motion.allowed(this, now.fraction()));
      }
      case JobState.Done done -> end(Feather.CHECK, Tone.SUCCESS, done.at());
      case JobState.Cancelled cancelled -> end(Feather.SLASH, Tone.MUTED, cancelled.at());
      case JobState.Failed failed -> {
        end(Feather.ALERT_CIRCLE, resolved ? Tone.MUTED : Tone.DANGER, failed.at());
        if (!resolved) {
          problem(job.id(), failed.problem());
        }
      }
    }
  }

  private void end(Feather picture, Tone tone, Instant at) {
    picture(picture, tone);
    time.show(() -> Words.ago(at, Instant.now()));
  }

  private void picture(Feather picture, Tone tone) {
    icon.setIconCode(picture);
    Controls.style(icon, "ikonli-font-icon", tone.icon());
  }

  private void problem(long id, Problem why) {
    Button copy =
        Controls.button(
            Messages.of("copy-details"),
            () -> surface.copy(ProblemPane.details(why), Messages.of("the-details")));
    copy.getStyleClass().add(Styles.SMALL);
    HBox next =
        new HBox(
            Tokens.GROUP,
            Controls.text(Messages.of("what-to-do", why.remedy().words())),
            Controls.spacer());
    for (Button each : RemedyButtons.of(why.remedy(), surface)) {
      each.getStyleClass().add(Styles.SMALL);
      next.getChildren().add(each);
    }
    Button dismiss = Controls.button(Messages.of("dismiss"), () -> model.dismiss(id));
    dismiss.getStyleClass().addAll(Styles.FLAT, Styles.SMALL);
    next.getChildren().addAll(copy, dismiss);
    VBox box = new VBox(Controls.text(Messages.of("why", why.why())), next);
    box.getStyleClass().add("job-problem");
    problem = box;
    getChildren().add(box);
  }

  static String words(Job.Snapshot job) {
    return switch (job.state()) {
      case JobState.Running running -> running(running, job.steps());
      case JobState.Done done -> done.result().isBlank() ? Messages.of("done") : done.result();
      case JobState.Cancelled cancelled -> Messages.of("cancelled");
      case JobState.Failed failed -> failed.problem().what();
    };
  }

  static String amount(long done, long total, Progress.Unit unit) {
    return unit == Progress.Unit.BYTES
        ? Messages.of("of", Words.size(done), Words.size(total))
        : Messages.of("of", done, total);
  }

  private static String running(JobState.Running running, List<String> steps) {
    String part =
        !running.part().isEmpty() ? running.part() : steps.isEmpty() ? "" : steps.getLast();
    if (running.total() <= 0) {
      return part;
    }
    String share = Math.round(running.fraction() * 100) + " %";
    String amount = amount(running.done(), running.total(), running.unit());
    return (part.isEmpty() ? "" : part + " · ") + share + " · " + amount;
  }
}
