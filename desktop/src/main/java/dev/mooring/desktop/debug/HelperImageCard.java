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
            "Attach",
            () -> {
              surface.closeCard();
              attach.accept(image.getText().strip());
            });
    go.setId("helper-attach");
    go.disableProperty().bind(image.textProperty().map(String::isBlank));
    Form form =
        new Form("Which image brings Delve?")
            .add(
                Controls.text(
                    "Delve runs beside the application in an image of its own. Name one that your"
                        + " nodes can pull, with dlv at /dbg/go/bin/dlv and a shell. Mooring keeps"
                        + " it in the settings."))
            .field("Debug helper image", image, "")
            .buttons(Controls.button("Cancel", surface::closeCard), go);
    form.setPrefWidth(440);
    surface.open(form);
  }
}
