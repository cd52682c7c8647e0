package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attached.Kind;
import dev.mooring.registry.attached.Provenance;
import dev.mooring.registry.attached.SignerIdentity;
import dev.mooring.registry.attached.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// One thing that is attached, and what can be done with it.
final class EntryBox extends VBox {
  private final Attached attached;

  /// What the buttons of entries do.
  record Ways(AttachedViewModel model, Surface surface, ShownJson json) {}

  private EntryBox(Attached attached, AttachedContents of) {
    super(4);
    this.attached = attached;
    Label type = Controls.label(attached.type(), Tokens.MONO);
    type.setMinWidth(0);
    type.setTooltip(new Tooltip(attached.type()));
    getChildren().add(type);
    List<String> facts = new ArrayList<>();
    facts.add(Messages.of("of-subject", of.of().words(attached)));
    facts.add(attached.way().words());
    attached.content().ifPresent(each -> facts.add(Words.size(each.size())));
    Label where = Controls.text(String.join(" · ", facts), Tokens.SECONDARY);
    where.setTooltip(new Tooltip(attached.manifest().text()));
    getChildren().add(where);
    if (!attached.state().words().isEmpty()) {
      state(Tone.WARNING, ProblemPane.sentence(attached.state().words()));
    }
  }

  /// @param verdict of a key, where one was asked
  static EntryBox signature(
      Attached attached, AttachedContents of, Optional<Verdict> verdict, Ways ways) {
    EntryBox box = new EntryBox(attached, of);
    if (attached.kind() != Kind.SIGNATURE) {
      box.getChildren()
          .add(
              Controls.text(Messages.of("signed-kind", attached.kind().words()), Tokens.SECONDARY));
    }
    SignerIdentity signer = of.signers().get(attached);
    if (verdict.isPresent()) {
      box.state(Verified.tone(verdict.get()), ProblemPane.sentence(verdict.get().words()));
    } else if (signer != null) {
      box.getChildren().add(Controls.text(signedBy(signer), Tokens.SECONDARY));
    }
    if (attached.kind() == Kind.SIGNATURE) {
      box.buttons(ways);
    }
    return box;
  }

  private static String signedBy(SignerIdentity signer) {
    return signer.name().isEmpty()
        ? Messages.of("certificate-nameless")
        : signer.issuer().isEmpty()
            ? Messages.of("certificate", signer.name())
            : Messages.of("certificate-issued", signer.name(), signer.issuer());
  }

  static EntryBox of(Attached attached, AttachedContents of, Ways ways) {
    EntryBox box = new EntryBox(attached, of);
    Provenance provenance = of.provenances().get(attached);
    if (provenance != null) {
      box.provenance(provenance);
    }
    box.buttons(ways);
    return box;
  }

  private void provenance(Provenance says) {
    line(Messages.of("builder"), says.builder());
    line(Messages.of("source"), says.source());
    line(Messages.of("revision"), says.revision());
    line(Messages.of("materials"), says.materials() == 0 ? "" : String.valueOf(says.materials()));
    line(Messages.of("built"), says.finished().isEmpty() ? says.started() : says.finished());
    line(Messages.of("build-type"), says.buildType());
  }

  private void line(String key, String value) {
    if (value.isEmpty()) {
      return;
    }
    Label label = Controls.label(key, Tokens.SECONDARY);
    label.setMinWidth(72);
    Label text = Controls.text(value, Tokens.MONO);
    text.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(text, Priority.ALWAYS);
    label.setLabelFor(text);
    HBox line = new HBox(Tokens.GAP, label, text);
    line.setAlignment(Pos.TOP_LEFT);
    getChildren().add(line);
  }

  private void state(Tone tone, String words) {
    StateLabel label = new StateLabel(tone, words);
    label.label().setWrapText(true);
    label.label().setMinHeight(USE_PREF_SIZE);
    getChildren().add(label);
  }

  private void buttons(Ways ways) {
    if (!attached.isReadable()) {
      return;
    }
    FlowPane buttons = new FlowPane(Tokens.GAP, Tokens.GAP);
    if (attached.kind() == Kind.SBOM) {
      buttons
          .getChildren()
          .add(
              button(
                  Messages.of("show-packages"),
                  "attached-packages",
                  () -> SbomCard.open(ways.model(), attached, ways.surface())));
    }
    if (attached.kind() == Kind.SCAN_RESULT) {
      buttons
          .getChildren()
          .add(
              button(
                  Messages.of("show-findings"),
                  "attached-findings",
                  () -> FindingsCard.open(attached, ways)));
    }
    buttons
        .getChildren()
        .addAll(
            button(
                Messages.of("show-content"),
                "attached-show",
                () -> DocumentCard.open(ways.model(), attached, ways.surface(), ways.json())),
            button(
                Messages.of("export"),
                "attached-export",
                () -> AttachedExportCard.open(ways.model(), attached, ways.surface())));
    getChildren().add(buttons);
  }

  /// Of several with the same words, a screen reader tells which is which.
  private Button button(String words, String id, Runnable run) {
    Button button = AttachedPane.small(Controls.button(words, run));
    button.setId(id);
    button.setAccessibleText(Messages.of("of-what", words, attached.type()));
    return button;
  }
}
