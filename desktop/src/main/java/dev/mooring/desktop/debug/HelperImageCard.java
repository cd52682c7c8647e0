package dev.mooring.desktop.debug;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;

/// Asks once for the image that brings Delve into a pod.
final class HelperImageCard {
  private HelperImageCard() {}

  static void open(Surface surface, Consumer<String> attach) {
    TextField image = new TextField();
    image.setId("helper-image");
    image.setPromptText("registry.example/dlv:1.27.2");
    Button go =
        Controls.primary(
            Messages.of("debug"),
            () -> {
              surface.closeCard();
              attach.accept(image.getText().strip());
            });
    go.setId("helper-attach");
    go.disableProperty().bind(image.textProperty().map(String::isBlank));
    Form form =
        new Form(Messages.of("choose-a-helper-image"))
            .add(Controls.text(Messages.of("delve-runs-beside-your-app")))
            .field(Messages.of("delve-helper-image"), image, "")
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), go);
    form.setPrefWidth(440);
    surface.open(form);
  }
}
