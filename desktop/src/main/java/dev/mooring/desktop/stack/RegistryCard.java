package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import org.kordamp.ikonli.feather.Feather;

/// Names a further registry; the rest is chosen on its page, before it is installed.
public final class RegistryCard {
  private RegistryCard() {}

  public static Action opening(RegistriesViewModel model, Surface surface) {
    return Action.of(
            "registry.another",
            Messages.of("install-another-registry"),
            Feather.PLUS,
            () -> open(model, surface))
        .withCommand("mooring install");
  }

  private static void open(RegistriesViewModel model, Surface surface) {
    TextField name = new TextField();
    name.setId("registry-name");
    name.setPromptText("team-a");
    TextField namespace = new TextField();
    namespace.setId("registry-namespace");
    namespace.promptTextProperty().bind(name.textProperty());
    Form form =
        new Form(Messages.of("another-registry"))
            .field(Messages.of("registry-name"), name, Messages.of("registry-name-help"))
            .field(Messages.of("namespace"), namespace, Messages.of("registry-namespace-help"));
    Button next =
        Controls.primary(
            Messages.of("continue"),
            () ->
                model.add(
                    name.getText().strip(),
                    namespace.getText().strip(),
                    surface::closeCard,
                    form::refuse));
    next.setId("registry-continue");
    next.disableProperty().bind(name.textProperty().map(String::isBlank));
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), next);
    form.setPrefWidth(440);
    surface.open(form);
  }
}
