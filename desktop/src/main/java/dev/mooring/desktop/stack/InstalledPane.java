package dev.mooring.desktop.stack;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.Writer;
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

/// The registry as it is: address, nodes with their proof, what outsiders tried, writers.
final class InstalledPane extends ScrollPane {
  private final StackViewModel model;
  private final StackActions can;
  private final Surface surface;
  private final HBox address = new HBox(Tokens.GAP);
  private final Label reached = Controls.label("", Tokens.SECONDARY);
  private final VBox warning = new VBox();
  private final TableView<NodeRow> nodes =
      Columns.table(Messages.of("nodes"), new Label(Messages.of("no-node-has-a-gateway-yet")));
  private final VBox attempts = new VBox(4);
  private final AgeLabel proven = new AgeLabel(Tokens.SECONDARY);
  private final Button verify;
  private final VBox writers = new VBox();

  private record NodeRow(String name, boolean ready, Verification.@Nullable Pull pull) {}

  InstalledPane(StackViewModel model, StackActions can, Surface surface) {
    this.model = model;
    this.can = can;
    this.surface = surface;
    verify = Actions.button(can.verify());
    reached.setId("reached");
    nodes
        .getColumns()
        .setAll(
            List.of(
                Columns.<NodeRow>mono(Messages.of("node"), 180, NodeRow::name),
                Columns.node("Entrance", 140, InstalledPane::gateway, row -> state(row.ready())),
                Columns.node("Pull", 260, InstalledPane::pull, InstalledPane::pullNode),
                Columns.<NodeRow, Duration>amount(
                    Messages.of("took"),
                    80,
                    row -> row.pull() == null ? null : row.pull().took(),
                    Words::span)));
    Button add = Actions.button(can.addWriter());
    address.setAlignment(Pos.CENTER_LEFT);
    FaceView<List<Writer>> writersFace =
        new FaceView<>(
            model.writers().face(),
            surface,
            model::readWriters,
            writers,
            this::fillWriters,
            List::isEmpty,
            Controls.text(Messages.of("nobody-may-write-add-a-writer"), Tokens.SECONDARY));
    VBox all =
        new VBox(
            Tokens.GROUP,
            warning,
            new VBox(4, address, reached),
            line(StackView.heading(Messages.of("nodes")), proven, Controls.spacer(), verify),
            nodes,
            line(StackView.heading(Messages.of("writers")), Controls.spacer(), add),
            writersFace,
            attempts);
    setContent(all);
    setFitToWidth(true);
    getStyleClass().add("scroll-page");
    model.connection().addListener((property, before, now) -> connection(now));
    connection(model.connection().get());
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
    double height = 36 + 26.0 * Math.max(1, Math.min(8, status.nodes().size()));
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
    Controls.show(attempts, proof != null);
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
    Controls.show(warning, !status.ready());
  }

  private void connection(ConnectionState state) {
    address.getChildren().clear();
    switch (state) {
      case ConnectionState.Connected c -> {
        AgeLabel traffic = new AgeLabel(Tokens.SECONDARY);
        traffic.show(() -> traffic(c));
        address
            .getChildren()
            .addAll(Controls.copyable(Connections.address(c), "address", surface), traffic);
      }
      case ConnectionState.Degraded d ->
          address
              .getChildren()
              .addAll(
                  Controls.picture(Feather.ALERT_TRIANGLE, Tone.WARNING),
                  Controls.text(d.problem().why() + ". " + d.problem().remedy().words()));
      case ConnectionState.Failed f ->
          address
              .getChildren()
              .add(
                  new dev.mooring.desktop.fx.ProblemPane(
                      f.problem(), surface, ways(f.problem().remedy())));
      case ConnectionState.Connecting c ->
          address.getChildren().add(new StateLabel(Tone.ACCENT, c.step()));
      case ConnectionState.Disconnected d ->
          address
              .getChildren()
              .add(Controls.text(Messages.of("connect-to-push-and-pull-as"), Tokens.SECONDARY));
    }
  }

  /// A taken port offers the free one, which is kept for the next time.
  private Button[] ways(Remedy remedy) {
    Button retry = Controls.button(Messages.of("retry"), model::connect);
    if (remedy instanceof Remedy.Setting setting
        && setting.key().equals("--port")
        && !setting.value().isEmpty()) {
      int port = Integer.parseInt(setting.value());
      return new Button[] {
        Controls.button(Messages.of("use-port", port), () -> model.connectAlways(port)), retry
      };
    }
    return new Button[] {retry};
  }

  private static String traffic(ConnectionState.Connected connected) {
    return Messages.of(
        "pushed-pulled",
        Words.count(connected.connections(), "connection", "connections"),
        Words.size(connected.sent()),
        Words.size(connected.received()),
        connected.route(),
        certificate(connected.certificateUntil()));
  }

  private static String certificate(@Nullable Instant until) {
    return until == null
        ? ""
        : Messages.of(
            "certificate-renews-automatically-left",
            Words.span(Duration.between(Instant.now(), until)));
  }

  private void fillWriters(List<Writer> list) {
    writers.getChildren().setAll(list.stream().map(this::writer).toList());
  }

  private Node writer(Writer writer) {
    Button remove =
        Controls.icon(
            Feather.X,
            Messages.of("remove-writer", writer.name()),
            () ->
                surface.confirm(
                    new Surface.Question(
                        Messages.of("remove-writer-2", writer.name()),
                        Messages.of("pushes-by-this-identity-are-refused"),
                        List.of(writer.namespace() + "/" + writer.account()),
                        Messages.of("remove-writer-3")),
                    () -> model.removeWriter(writer)));
    HBox row =
        line(
            Controls.picture(Feather.EDIT_3, Tone.MUTED),
            Controls.text(sentence(writer)),
            Controls.spacer(),
            remove);
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }

  static String sentence(Writer writer) {
    boolean everything = writer.repositories().isEmpty() || writer.repositories().contains("*");
    return Messages.of(
        "may-write",
        writer.namespace(),
        writer.account(),
        everything ? Messages.of("everything") : String.join(", ", writer.repositories()));
  }

  private static Node attempt(Finding finding) {
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
    return row.ready() ? "ready" : Messages.of("not-ready-2");
  }

  private static Node state(boolean ready) {
    return new StateLabel(
        ready ? Tone.SUCCESS : Tone.WARNING, ready ? "ready" : Messages.of("not-ready-2"));
  }

  private static Verification.@Nullable Pull pull(@Nullable Verification proof, String node) {
    return proof == null
        ? null
        : proof.pulls().stream().filter(p -> p.node().equals(node)).findFirst().orElse(null);
  }

  private static String pull(NodeRow row) {
    Verification.Pull pull = row.pull();
    return pull == null ? Messages.of("not-verified") : pull.worked() ? "ok" : pull.why();
  }

  private static Node pullNode(NodeRow row) {
    Verification.Pull pull = row.pull();
    Label words = Controls.label(pull(row), Styles.TEXT);
    return pull == null
        ? Controls.label(Messages.of("not-verified"), Tokens.SECONDARY)
        : pull.worked()
            ? new StateLabel(Tone.SUCCESS, "ok")
            : new HBox(4, Controls.picture(Feather.X, Tone.DANGER), words);
  }
}
