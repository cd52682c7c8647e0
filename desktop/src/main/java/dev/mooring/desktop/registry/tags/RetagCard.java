package dev.mooring.desktop.registry.tags;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReferences;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;

/// Which other tag an image gets. It says what that tag names already, as far as the list knows.
final class RetagCard {
  private final TagsViewModel model;
  private final TagChanges changes;
  private final ChosenTag image;
  private final UnaryOperator<String> known;
  private final Surface surface;
  private final TextField tag = new TextField();
  private final Label hint = Controls.text("", Tokens.SECONDARY);
  private final Form form;

  private RetagCard(
      TagsViewModel model,
      TagChanges changes,
      ChosenTag image,
      UnaryOperator<String> known,
      Surface surface) {
    this.model = model;
    this.changes = changes;
    this.image = image;
    this.known = known;
    this.surface = surface;
    form = new Form(Messages.of("tag-this", image));
    tag.setId("retag-tag");
    tag.setPromptText("stable");
    tag.textProperty().subscribe(this::hint);
  }

  /// @param known what a tag of the repository names, in a few words; empty where there is none
  static void open(
      TagsViewModel model,
      TagChanges changes,
      ChosenTag image,
      UnaryOperator<String> known,
      Surface surface) {
    new RetagCard(model, changes, image, known, surface).show();
  }

  private void show() {
    Button start = Controls.primary(Messages.of("tag-verb"), this::start);
    start.setId("retag-start");
    start.disableProperty().bind(tag.textProperty().map(String::isBlank));
    form.field(Messages.of("new-tag"), tag, "")
        .add(hint)
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(400);
    surface.open(form);
    tag.requestFocus();
  }

  private void hint(String typed) {
    tag.pseudoClassStateChanged(Styles.STATE_DANGER, false);
    String name = typed.strip();
    String names = name.isEmpty() ? "" : known.apply(name);
    hint.setText(
        name.equals(image.tag())
            ? Messages.of("that-is-its-tag-already")
            : names.isEmpty()
                ? Messages.of("nothing-is-copied")
                : Messages.of("it-exists-and-will-be-moved", name, names));
  }

  private void start() {
    String name = tag.getText().strip();
    if (!ImageReferences.isTag(name)) {
      refuse(
          new Problem(
              Code.INVALID_VALUE,
              Messages.of("not-a-tag", name),
              Messages.of("a-tag-is"),
              new Remedy.Advice(Messages.of("for-example-stable"))));
      return;
    }
    model
        .tagging(image, name)
        .then(
            undo -> {
              if (undo.steps().isEmpty()) {
                refuse(
                    new Problem(
                        Code.INVALID_VALUE,
                        Messages.of("nothing-to-change"),
                        Messages.of("the-tag-names-it-already", name),
                        new Remedy.Advice(Messages.of("choose-another-tag"))));
              } else {
                surface.closeCard();
                changes.asked(undo, Messages.of("move-tag"));
              }
            },
            this::refuse);
  }

  private void refuse(Problem problem) {
    tag.pseudoClassStateChanged(Styles.STATE_DANGER, true);
    form.refuse(problem);
  }
}
