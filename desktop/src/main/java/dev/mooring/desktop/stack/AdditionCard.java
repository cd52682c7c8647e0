package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.BuilderAccess;
import java.util.stream.Collectors;
import javafx.scene.control.TextArea;

/// What has to be added to an object that another tool keeps.
final class AdditionCard {
  private AdditionCard() {}

  static void open(BuilderAccess access, Surface surface) {
    String yaml =
        access.additions().stream()
            .map(BuilderAccess.Addition::yaml)
            .collect(Collectors.joining("---\n"));
    BuilderAccess.Addition first = access.additions().getFirst();
    TextArea text = Controls.tabLeaves(new TextArea(yaml));
    text.setId("addition");
    text.setEditable(false);
    text.setAccessibleText(Messages.of("listener-for-builders"));
    text.setPrefRowCount(14);
    text.getStyleClass().add("mono");
    Form form =
        new Form(Messages.of("listener-for-builders"))
            .add(
                Controls.text(
                    first.owner().isEmpty()
                        ? Messages.of("has-to-be-changed-by-hand", first.object())
                        : Messages.of("is-managed-by-add-it-there", first.object(), first.owner()),
                    Tokens.SECONDARY))
            .add(text)
            .buttons(
                Controls.button(Messages.of("close"), surface::closeCard),
                Controls.primary(
                    Messages.of("copy"),
                    () -> surface.copy(yaml, Messages.of("the-configuration"))));
    form.setPrefWidth(560);
    surface.open(form);
  }
}
