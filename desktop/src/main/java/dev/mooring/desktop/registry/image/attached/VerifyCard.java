package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import java.nio.file.Path;
import javafx.scene.control.Button;

/// By which key signatures are verified.
final class VerifyCard {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private VerifyCard() {}

  static void open(AttachedViewModel model, Surface surface) {
    Form form = new Form(Messages.of("verify-title"));
    FileField key =
        FileField.existing(
            "verify-key", HOME.resolve("cosign.pub"), Messages.of("key"), Messages.of("key"));
    Button start =
        Controls.primary(
            Messages.of("verify-now"),
            () ->
                key.path()
                    .ifPresent(
                        path -> {
                          surface.closeCard();
                          model.verify(path);
                        }));
    start.setId("verify-start");
    start.disableProperty().bind(key.text().textProperty().map(text -> key.path().isEmpty()));
    form.field(Messages.of("key"), key, Messages.of("key-help"))
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }
}
