package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.RemedyButtons;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Drift;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.Protection;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The registry as it is: address, nodes with their proof, who can use it, what outsiders tried.
final class InstalledPane extends ScrollPane {
  private final StackViewModel model;
  private final StackActions can;
  private final Surface surface;
  private final Label reached = Controls.label("", Tokens.SECONDARY);
  private final VBox warning = new VBox();
  private final VBox changed = new VBox();
  private final HBox pending;
  private final AddressPane address;
  private final NodesPane nodes;
  private final AccessPane access;
  private final Node proofHead = Sections.heading(Messages.of("access-checks"));
  private final VBox attempts = new VBox(8);

  InstalledPane(StackViewModel model, StackActions can, Surface surface) {
    this.model = model;
    this.surface = surface;
    this.can = can;
    nodes = new NodesPane(can);
    access = new AccessPane(model.access(), can, surface);
    address = new AddressPane(model.connection(), surface);
    reached.setId("reached");
    reached.setWrapText(true);
    Button apply = Actions.button(can.of(StackAction.APPLY));
    apply.setText(Messages.of("apply-changes"));
    Button drop = Actions.button(can.of(StackAction.DROP_CHANGES));
    drop.setText(Messages.of("discard"));
    pending =
        Sections.line(
            Controls.picture(Feather.SLIDERS, Tone.ACCENT),
            Controls.text(Messages.of("changes-are-not-applied")),
            Controls.spacer(),
            apply,
            drop);
    pending.setId("pending");
    VBox all =
        new VBox(
            Tokens.GROUP,
            warning,
            changed,
            pending,
            new VBox(4, address, reached),
            nodes,
            access,
            proofHead,
            attempts);
    setContent(all);
    setFitToWidth(true);
    getStyleClass().add("scroll-page");
  }

  void show(StackStatus status, Job.@Nullable Snapshot work) {
    Verification proof = model.verification().get();
    nodes.show(status, proof, work);
    address.show(status.options());
    access.show(status.options());
    attempts.getChildren().clear();
    if (proof != null) {
      Proofs.summary(proof).forEach(each -> attempts.getChildren().add(attempt(each)));
    }
    Controls.show(proofHead, proof != null);
    Controls.show(attempts, proof != null);
    Controls.show(pending, model.hasChoice());
    reached.setText(OptionWords.reached(status.options()));
    Controls.show(reached, !reached.getText().isEmpty());
    warning.getChildren().clear();
    if (!status.ready()) {
      warn(Feather.ALERT_TRIANGLE, Messages.of("not-ready", status.why()));
    }
    if (status.options().protection() == Protection.PLAIN) {
      warn(
          Feather.UNLOCK,
          status.options().isCache()
              ? Messages.of("anyone-in-the-cluster-can-pull")
              : Messages.of("anyone-in-the-cluster-can-push"));
    }
    Finding volume = model.volume().get();
    if (volume != null && warnsOfVolume()) {
      warning.getChildren().add(volume(volume));
    }
    Controls.show(warning, !warning.getChildren().isEmpty());
    showChanges(model.drift().value());
  }

  private void warn(Feather picture, String words) {
    warning
        .getChildren()
        .add(Sections.line(Controls.picture(picture, Tone.WARNING), Controls.text(words)));
  }

  boolean warnsOfVolume() {
    Finding volume = model.volume().get();
    return volume != null && volume.level() != Finding.Level.OK;
  }

  /// Told before a push fails, with what makes room.
  private Node volume(Finding finding) {
    HBox row = attempt(finding);
    String command = finding.remedy() instanceof Remedy.Command named ? named.command() : "";
    if (command.startsWith("mooring collect-garbage")) {
      row.getChildren().add(Actions.button(can.of(StackAction.FREE_SPACE)));
    } else if (command.startsWith("mooring install --storage-size")) {
      row.getChildren()
          .addAll(
              Actions.button(can.of(StackAction.FREE_SPACE)),
              Actions.button(can.of(StackAction.OPTIONS)));
    } else {
      row.getChildren().addAll(RemedyButtons.of(finding.remedy(), surface));
    }
    return row;
  }

  /// Who could not repair it is not told: the comparison is an install's dry run.
  private void showChanges(@Nullable Drift drift) {
    changed.getChildren().clear();
    if (drift != null && (drift.changed() || drift.updates() > 0)) {
      boolean others = drift.changed();
      HBox row =
          Sections.line(
              Controls.picture(
                  others ? Feather.EDIT_3 : Feather.DOWNLOAD, others ? Tone.WARNING : Tone.ACCENT),
              Controls.text(
                  others
                      ? Messages.of("changed-in-the-cluster", drift.words())
                      : Messages.of("update-is-due", drift.words())),
              Controls.spacer());
      if (others) {
        row.getChildren()
            .addAll(
                Actions.button(can.of(StackAction.CHANGES)),
                Actions.button(can.of(StackAction.REPAIR)));
      } else {
        row.getChildren().add(Actions.button(can.of(StackAction.APPLY)));
      }
      changed.getChildren().add(row);
    }
    Controls.show(changed, !changed.getChildren().isEmpty());
  }

  private static HBox attempt(Finding finding) {
    Tone tone =
        switch (finding.level()) {
          case OK -> Tone.SUCCESS;
          case WARNING -> Tone.WARNING;
          case BLOCKER -> Tone.DANGER;
        };
    Feather picture =
        switch (finding.level()) {
          case OK -> Feather.SHIELD;
          case WARNING -> Feather.ALERT_TRIANGLE;
          case BLOCKER -> Feather.SHIELD_OFF;
        };
    VBox words = new VBox(4, Controls.text(finding.words()));
    String next = finding.remedy().words();
    if (!next.isEmpty()) {
      words.getChildren().add(Controls.text(next, Tokens.SECONDARY));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = Sections.line(Controls.picture(picture, tone), words);
    row.setAccessibleText(
        finding.level().name().toLowerCase(java.util.Locale.ROOT) + ": " + finding.words());
    return row;
  }
}
