package dev.mooring.desktop.registry.image.attached;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.LongReadView;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attached.Kind;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Signatures, SBOMs, provenance, and whatever else is attached to an image.
public final class AttachedPane extends BorderPane {
  /// Of one kind.
  private static final int MOST = 50;

  private final AttachedViewModel model;
  private final Surface surface;
  private final EntryBox.Ways ways;
  private final VBox body = new VBox(Tokens.GROUP);
  private final ScrollPane scroll = new ScrollPane(body);

  /// What somebody asked for before it was read.
  private @Nullable Runnable next;

  /// @param json shows a document
  public AttachedPane(AttachedViewModel model, Surface surface, ShownJson json) {
    this.model = model;
    this.surface = surface;
    ways = new EntryBox.Ways(model, surface, json);
    setId("image-attached");
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("scroll-page");
    setCenter(
        new FaceView<>(
            model.contents().face(), surface, model::read, scroll, this::show, n -> false, scroll));
    model
        .verified()
        .state()
        .addListener(
            (p, before, now) -> {
              boolean ended = !(now instanceof LongRead.State.Running<Verified>);
              AttachedContents of = model.contents().value();
              if (ended && of != null) {
                show(of);
              }
            });
  }

  private void show(AttachedContents of) {
    body.getChildren().clear();
    of.gap().ifPresent(each -> body.getChildren().add(gap(each)));
    body.getChildren().add(signatures(of));
    section(Messages.of("sboms"), of.of(Kind.SBOM), of);
    section(Messages.of("provenance"), of.of(Kind.PROVENANCE), of);
    section(Messages.of("scan-results"), of.of(Kind.SCAN_RESULT), of);
    section(Messages.of("attestations"), of.of(Kind.ATTESTATION), of);
    section(Messages.of("others"), of.of(Kind.OTHER), of);
    if (of.isEmpty() && of.gap().isEmpty()) {
      body.getChildren().add(Controls.text(Messages.of("nothing-else"), Tokens.SECONDARY));
    }
    Runnable wanted = next;
    next = null;
    if (wanted != null) {
      wanted.run();
    }
  }

  /// A registry that failed is never taken for one where nothing is attached.
  private Node gap(Problem why) {
    VBox strip =
        new VBox(
            4,
            new StateLabel(Tone.WARNING, Messages.of("there-may-be-more")),
            Controls.text(why.what() + ". " + ProblemPane.sentence(why.why()), Tokens.SECONDARY));
    Button retry = small(Controls.button(Messages.of("retry"), model::read));
    retry.setId("attached-retry");
    strip.getChildren().add(retry);
    strip.getStyleClass().add(Tokens.STALE);
    strip.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    return strip;
  }

  private VBox signatures(AttachedContents of) {
    List<Attached> signed = of.signed();
    VBox box = section(Messages.of("signatures"));
    Optional<Verified> verified = Optional.ofNullable(model.verified().value());
    if (signed.isEmpty()) {
      box.getChildren()
          .add(
              Controls.text(
                  of.gap().isPresent()
                      ? Messages.of("signatures-unknown")
                      : Messages.of("not-signed"),
                  Tokens.SECONDARY));
    } else {
      box.getChildren().add(verification());
    }
    signed.stream()
        .limit(MOST)
        .forEach(
            each ->
                box.getChildren()
                    .add(
                        EntryBox.signature(
                            each, of, verified.flatMap(one -> one.verdict(each)), ways)));
    more(box, signed.size());
    return box;
  }

  private Node verification() {
    Button verify = small(Controls.button(Messages.of("verify"), this::verify));
    verify.setId("attached-verify");
    VBox result = new VBox(Tokens.GAP);
    return new LongReadView<>(
        model.verified(),
        surface,
        new LongReadView.Words(
            Messages.of("verifying"),
            Messages.of("verification-stopped"),
            Messages.of("verify"),
            "attached-verify"),
        this::verify,
        verify,
        result,
        now -> {
          StateLabel words = new StateLabel(now.tone(), now.sentence());
          words.label().setWrapText(true);
          words.label().setMinHeight(USE_PREF_SIZE);
          Button other = small(Controls.button(Messages.of("other-key"), this::verify));
          other.setId("attached-verify");
          result.getChildren().setAll(words, other);
        });
  }

  /// Asks for a key.
  public void verify() {
    if (model.contents().value() == null) {
      next = this::verify;
    } else {
      VerifyCard.open(model, surface);
    }
  }

  /// The packages of the first SBOM.
  public void packages() {
    AttachedContents of = model.contents().value();
    if (of == null) {
      next = this::packages;
    } else {
      of.of(Kind.SBOM).stream()
          .filter(Attached::isReadable)
          .findFirst()
          .ifPresentOrElse(
              each -> SbomCard.open(model, each, surface),
              () -> surface.toast(Messages.of("no-sbom")));
    }
  }

  private void section(String title, List<Attached> all, AttachedContents of) {
    if (all.isEmpty()) {
      return;
    }
    VBox box = section(title);
    all.stream().limit(MOST).forEach(each -> box.getChildren().add(EntryBox.of(each, of, ways)));
    more(box, all.size());
    body.getChildren().add(box);
  }

  private static void more(VBox box, int number) {
    if (number > MOST) {
      box.getChildren()
          .add(Controls.text(Messages.of("and-more", number - MOST), Tokens.SECONDARY));
    }
  }

  private static VBox section(String title) {
    return new VBox(Tokens.GAP, Controls.label(title, Tokens.SECTION_TITLE));
  }

  static Button small(Button button) {
    button.getStyleClass().add(Styles.SMALL);
    return button;
  }
}
