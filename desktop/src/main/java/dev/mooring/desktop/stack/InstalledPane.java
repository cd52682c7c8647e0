package dev.mooring.desktop.stack;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.RemedyButtons;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Drift;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.Protection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The registry as it is: address, nodes with their proof, what outsiders tried, writers, builders.
final class InstalledPane extends ScrollPane {
  private static final double HEADER = 34;
  private static final double ROW = 26;

  private final StackViewModel model;
  private final StackActions can;
  private final Surface surface;
  private final Label reached = Controls.label("", Tokens.SECONDARY);
  private final VBox warning = new VBox();
  private final VBox changed = new VBox();
  private final VBox tokens = new VBox(Tokens.GROUP);
  private final TableView<NodeRow> nodes =
      Columns.table(Messages.of("nodes"), new Label(Messages.of("no-node-has-a-gateway-yet")));
  private final Node proofHead = StackView.heading(Messages.of("access-checks"));
  private final VBox attempts = new VBox(8);
  private final AgeLabel proven = new AgeLabel(Tokens.SECONDARY);
  private final Button verify;

  private record NodeRow(String name, boolean ready, Verification.@Nullable Pull pull) {}

  InstalledPane(StackViewModel model, StackActions can, Surface surface) {
    this.model = model;
    this.surface = surface;
    this.can = can;
    verify = Actions.button(can.verify());
    reached.setId("reached");
    nodes
        .getColumns()
        .setAll(
            List.of(
                Columns.<NodeRow>mono(Messages.of("node"), 180, NodeRow::name),
                Columns.node(
                    Messages.of("gateway"), 140, InstalledPane::gateway, row -> state(row.ready())),
                Columns.node(
                    Messages.of("pull"), 260, InstalledPane::pull, InstalledPane::pullNode),
                Columns.<NodeRow, Duration>amount(
                    Messages.of("took"),
                    80,
                    row -> row.pull() == null ? null : row.pull().took(),
                    Words::span)));
    Button add = Actions.button(can.addWriter());
    tokens
        .getChildren()
        .setAll(
            line(
                StackView.heading(Messages.of("token-rules")),
                Controls.spacer(),
                Actions.button(can.allowToken())),
            new TokenRulesPane(model.tokens(), surface));
    VBox all =
        new VBox(
            Tokens.GROUP,
            warning,
            changed,
            new VBox(4, new AddressPane(model.connection(), surface), reached),
            line(StackView.heading(Messages.of("nodes")), proven, Controls.spacer(), verify),
            nodes,
            line(StackView.heading(Messages.of("writers")), Controls.spacer(), add),
            new RehearsalPane(model.rehearsal(), surface),
            new WritersPane(model.writers(), surface),
            line(
                StackView.heading(Messages.of("builders")),
                Controls.spacer(),
                Actions.button(can.configureTool()),
                Actions.button(can.allowBuilder())),
            new BuildersPane(model.builders(), surface),
            tokens,
            proofHead,
            attempts);
    setContent(all);
    setFitToWidth(true);
    getStyleClass().add("scroll-page");
  }

  void show(StackStatus status, Job.@Nullable Snapshot work) {
    Verification proof = model.verification().get();
    verify.setText(work == null ? can.verify().words() : work.title());
    nodes
        .getItems()
        .setAll(
            status.nodes().stream()
                .map(node -> new NodeRow(node.node(), node.ready(), pull(proof, node.node())))
                .toList());
    double height = HEADER + ROW * Math.max(1, Math.min(8, status.nodes().size()));
    nodes.setMinHeight(height);
    nodes.setPrefHeight(height);
    nodes.setMaxHeight(height);
    proven.show(
        () ->
            proof == null
                ? Messages.of("not-verified-this-session")
                : Messages.of("verified", Words.ago(proof.at(), Instant.now())));
    attempts.getChildren().clear();
    if (proof != null) {
      Proofs.summary(proof).forEach(each -> attempts.getChildren().add(attempt(each)));
    }
    Controls.show(proofHead, proof != null);
    Controls.show(attempts, proof != null);
    Controls.show(tokens, !status.options().additions().ingress().isNone());
    reached.setText(OptionWords.reached(status.options()));
    Controls.show(reached, !reached.getText().isEmpty());
    warning.getChildren().clear();
    if (!status.ready()) {
      warning
          .getChildren()
          .add(
              line(
                  Controls.picture(Feather.ALERT_TRIANGLE, Tone.WARNING),
                  Controls.text(Messages.of("not-ready", status.why()))));
    }
    boolean plain = status.options().protection() == Protection.PLAIN;
    if (plain) {
      warning
          .getChildren()
          .add(
              line(
                  Controls.picture(Feather.UNLOCK, Tone.WARNING),
                  Controls.text(Messages.of("anyone-in-the-cluster-can-push"))));
    }
    Finding volume = model.volume().get();
    if (volume != null && warnsOfVolume()) {
      warning.getChildren().add(volume(volume));
    }
    Controls.show(warning, !warning.getChildren().isEmpty());
    showChanges(model.drift().value());
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
      row.getChildren().add(Actions.button(can.freeSpace()));
    } else if (command.startsWith("mooring install --storage-size")) {
      row.getChildren().addAll(Actions.button(can.freeSpace()), Actions.button(can.options()));
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
          line(
              Controls.picture(
                  others ? Feather.EDIT_3 : Feather.DOWNLOAD, others ? Tone.WARNING : Tone.ACCENT),
              Controls.text(
                  others
                      ? Messages.of("changed-in-the-cluster", drift.words())
                      : Messages.of("update-is-due", drift.words())),
              Controls.spacer());
      if (others) {
        row.getChildren().addAll(Actions.button(can.changes()), Actions.button(can.repair()));
      } else {
        row.getChildren().add(Actions.button(can.apply()));
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
    HBox row = line(Controls.picture(picture, tone), words);
    row.setAccessibleText(
        finding.level().name().toLowerCase(java.util.Locale.ROOT) + ": " + finding.words());
    return row;
  }

  private static HBox line(Node... nodes) {
    HBox line = new HBox(Tokens.GAP, nodes);
    line.setAlignment(Pos.CENTER_LEFT);
    for (Node each : nodes) {
      if (each instanceof Label label && label.isWrapText()) {
        HBox.setHgrow(label, Priority.SOMETIMES);
      }
    }
    return line;
  }

  private static String gateway(NodeRow row) {
    return ready(row.ready());
  }

  private static Node state(boolean ready) {
    return new StateLabel(ready ? Tone.SUCCESS : Tone.WARNING, ready(ready));
  }

  private static String ready(boolean ready) {
    return ready ? Messages.of("ready") : Messages.of("not-ready-2");
  }

  private static Verification.@Nullable Pull pull(@Nullable Verification proof, String node) {
    return proof == null
        ? null
        : proof.pulls().stream().filter(p -> p.node().equals(node)).findFirst().orElse(null);
  }

  private static String pull(NodeRow row) {
    Verification.Pull pull = row.pull();
    return pull == null
        ? Messages.of("not-verified")
        : pull.worked() ? Messages.of("pulled-2") : pull.why();
  }

  private static Node pullNode(NodeRow row) {
    Verification.Pull pull = row.pull();
    Label words = Controls.label(pull(row), Styles.TEXT);
    return pull == null
        ? Controls.label(Messages.of("not-verified"), Tokens.SECONDARY)
        : pull.worked()
            ? new StateLabel(Tone.SUCCESS, Messages.of("pulled-2"))
            : new HBox(4, Controls.picture(Feather.X, Tone.DANGER), words);
  }
}
