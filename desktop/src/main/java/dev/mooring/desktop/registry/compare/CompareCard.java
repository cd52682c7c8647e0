package dev.mooring.desktop.registry.compare;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;

/// Which image another one is compared with.
final class CompareCard {
  private CompareCard() {}

  /// @param near names that are proposed
  /// @param named what a name means
  /// @param chosen told of it
  static void open(
      Side from,
      List<String> near,
      Function<String, Side> named,
      Surface surface,
      Consumer<Side> chosen) {
    Form form = new Form(Messages.of("compare-with-title", from.name()));
    ComboBox<String> other = new ComboBox<>();
    other.setId("compare-other");
    other.getItems().setAll(near);
    Controls.takesText(other);
    String example = near.isEmpty() ? Messages.of("with-prompt") : near.getFirst();
    other.getEditor().setPromptText(example);
    Button start =
        Controls.primary(
            Messages.of("compare"),
            () -> {
              // Else the box takes what was typed later, which would look like another entry.
              other.commitValue();
              try {
                Side side = named.apply(other.getEditor().getText().strip());
                surface.closeCard();
                chosen.accept(side);
              } catch (MooringException e) {
                other.pseudoClassStateChanged(Styles.STATE_DANGER, true);
                form.refuse(e.problem());
              }
            });
    start.setId("compare-start");
    start.disableProperty().bind(other.getEditor().textProperty().map(String::isBlank));
    other
        .getEditor()
        .textProperty()
        .subscribe(now -> other.pseudoClassStateChanged(Styles.STATE_DANGER, false));
    form.field(Messages.of("with-image"), other, Messages.of("with-help", example))
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }
}
