package dev.mooring.desktop.stack;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.problem.Finding;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The nodes' gateways, and what each node could pull when the registry was verified last.
final class NodesPane extends VBox {
  private static final double HEADER = 34;
  private static final double ROW = 26;
  private static final int MOST_ROWS = 8;

  private final StackActions can;
  private final TableView<Row> nodes =
      Columns.table(Messages.of("nodes"), new Label(Messages.of("no-node-has-a-gateway-yet")));
  private final AgeLabel proven = new AgeLabel(Tokens.SECONDARY);
  private final Button verify;

  /// @param answer what a cache said, to which no image can be pushed that the node could pull
  private record Row(
      String name, boolean ready, Verification.@Nullable Pull pull, @Nullable Finding answer) {
    boolean tried() {
      return pull != null || answer != null;
    }

    boolean worked() {
      return pull != null
          ? pull.worked()
          : answer != null && answer.level() != Finding.Level.BLOCKER;
    }

    String words() {
      if (pull != null) {
        return pull.worked() ? Messages.of("pulled-2") : pull.why();
      }
      if (answer != null) {
        return worked() ? Messages.of("cache-answers") : answer.sentence();
      }
      return Messages.of("not-verified");
    }
  }

  NodesPane(StackActions can) {
    super(Tokens.GROUP);
    this.can = can;
    verify = Actions.button(can.of(StackAction.VERIFY));
    nodes
        .getColumns()
        .setAll(
            List.of(
                Columns.<Row>mono(Messages.of("node"), 180, Row::name),
                Columns.node(
                    Messages.of("gateway"), 140, row -> ready(row.ready()), NodesPane::readyNode),
                Columns.node(Messages.of("pull"), 260, Row::words, NodesPane::pullNode),
                Columns.<Row, Duration>amount(
                    Messages.of("took"),
                    80,
                    row -> row.pull() == null ? null : row.pull().took(),
                    Words::span)));
    getChildren()
        .setAll(
            Sections.line(
                Sections.heading(Messages.of("nodes")), proven, Controls.spacer(), verify),
            nodes);
  }

  void show(StackStatus status, @Nullable Verification proof, Job.@Nullable Snapshot work) {
    verify.setText(work == null ? can.of(StackAction.VERIFY).words() : work.title());
    nodes.getItems().setAll(status.nodes().stream().map(node -> row(node, proof)).toList());
    double height = HEADER + ROW * Math.max(1, Math.min(MOST_ROWS, status.nodes().size()));
    nodes.setMinHeight(height);
    nodes.setPrefHeight(height);
    nodes.setMaxHeight(height);
    proven.show(
        () ->
            proof == null
                ? Messages.of("not-verified-this-session")
                : Messages.of("verified", Words.ago(proof.at(), Instant.now())));
  }

  private static Node readyNode(Row row) {
    return new StateLabel(row.ready() ? Tone.SUCCESS : Tone.WARNING, ready(row.ready()));
  }

  private static String ready(boolean ready) {
    return ready ? Messages.of("ready") : Messages.of("not-ready-2");
  }

  private static Row row(StackStatus.NodeEntrance node, @Nullable Verification proof) {
    String name = node.node();
    return proof == null
        ? new Row(name, node.ready(), null, null)
        : new Row(
            name,
            node.ready(),
            proof.pulls().stream().filter(p -> p.node().equals(name)).findFirst().orElse(null),
            proof.answered(name).orElse(null));
  }

  private static Node pullNode(Row row) {
    if (!row.tried()) {
      return Controls.label(row.words(), Tokens.SECONDARY);
    }
    return row.worked()
        ? new StateLabel(Tone.SUCCESS, row.words())
        : new HBox(
            4, Controls.picture(Feather.X, Tone.DANGER), Controls.label(row.words(), Styles.TEXT));
  }
}
