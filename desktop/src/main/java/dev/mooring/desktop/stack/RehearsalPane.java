package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.AgeLabel;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The change of who can push that is in rehearsal, and whom it would have refused. Takes no room
/// where there is none.
final class RehearsalPane extends VBox {
  private final RehearsalViewModel model;
  private final Surface surface;
  private final ChangeListener<Face<Optional<Rehearsal>>> listener =
      (property, before, now) -> update();

  RehearsalPane(RehearsalViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    model.current().face().addListener(new WeakChangeListener<>(listener));
    update();
  }

  private void update() {
    getChildren().clear();
    Stream.ofNullable(model.current().value())
        .flatMap(Optional::stream)
        .forEach(each -> getChildren().add(row(each)));
    Controls.show(this, !getChildren().isEmpty());
  }

  private HBox row(Rehearsal rehearsal) {
    Rehearsed change = rehearsal.rehearsed();
    AgeLabel title = new AgeLabel();
    title.setWrapText(true);
    title.setId("rehearsal");
    title.show(
        () ->
            Messages.of(
                "in-rehearsal",
                RehearsalWords.of(change),
                Words.ago(change.since(), Instant.now())));
    VBox words = new VBox(4, title);
    for (String each : RehearsalWords.lines(rehearsal)) {
      words.getChildren().add(Controls.text(each, Tokens.SECONDARY));
    }
    if (rehearsal.counted().isAfter(change.since())) {
      words.getChildren().add(counted(rehearsal.counted()));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    Button again =
        Controls.icon(Feather.REFRESH_CW, Messages.of("look-who-would-be-refused"), model::read);
    again.setId("read-rehearsal");
    Button enforce = Controls.button(Messages.of("enforce"), () -> enforce(rehearsal));
    enforce.setId("enforce-rehearsal");
    Button discard = Controls.button(Messages.of("discard"), () -> discard(change));
    discard.setId("discard-rehearsal");
    HBox row =
        new HBox(
            Tokens.GAP,
            Controls.picture(
                rehearsal.refusals().isEmpty() ? Feather.EYE : Feather.ALERT_TRIANGLE,
                rehearsal.refusals().isEmpty() ? Tone.MUTED : Tone.WARNING),
            words,
            again,
            enforce,
            discard);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }

  /// The registry's proxy keeps no count over a restart.
  private static AgeLabel counted(Instant since) {
    AgeLabel label = new AgeLabel(Tokens.SECONDARY);
    label.show(() -> Messages.of("counted-since", Words.ago(since, Instant.now())));
    return label;
  }

  /// Who would have been refused will be: asked first.
  private void enforce(Rehearsal rehearsal) {
    Rehearsed change = rehearsal.rehearsed();
    Runnable now =
        () ->
            model.enforce(
                () -> surface.toast(Messages.of("enforced", RehearsalWords.of(change))),
                surface::tell);
    if (rehearsal.refusals().isEmpty() && rehearsal.hidden().isEmpty()) {
      now.run();
    } else {
      surface.confirm(
          new Surface.Question(
              Messages.of("enforce-rehearsal-title"),
              Messages.of("these-would-be-refused", RehearsalWords.of(change)),
              RehearsalWords.lines(rehearsal),
              Messages.of("enforce")),
          now);
    }
  }

  private void discard(Rehearsed change) {
    model.discard(
        () -> surface.toast(Messages.of("discarded", RehearsalWords.of(change))), surface::tell);
  }
}
