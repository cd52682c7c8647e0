package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;

/// Names a repository of a registry that lists none.
public final class RepositoryCard {
  private RepositoryCard() {}

  public static void open(Source source, Surface surface) {
    TextField name = new TextField();
    name.setId("repository-name");
    name.setPromptText("library/redis");
    Form form =
        new Form(Messages.of("add-repository-of", source.name()))
            .field(Messages.of("repository"), name, Messages.of("repository-help", source.host()));
    Button add =
        Controls.primary(
            Messages.of("add-2"),
            () -> {
              try {
                source.add(name.getText().strip());
                surface.closeCard();
              } catch (MooringException e) {
                form.refuse(e.problem());
              }
            });
    add.setId("repository-add");
    add.disableProperty().bind(name.textProperty().map(String::isBlank));
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), add);
    form.setPrefWidth(440);
    surface.open(form);
    name.requestFocus();
  }
}
