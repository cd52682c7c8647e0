package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.registry.attached.Attached;
import java.nio.file.Path;
import javafx.scene.control.Button;

/// Into which file something attached is written.
final class AttachedExportCard {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private AttachedExportCard() {}

  static void open(AttachedViewModel model, Attached attached, Surface surface) {
    Form form = new Form(Messages.of("export-title", attached.kind().words()));
    FileField file =
        FileField.file(
            "attached-file",
            HOME.resolve(name(attached)),
            Messages.of("file"),
            Messages.of("export-title", attached.kind().words()));
    Button start =
        Controls.primary(
            Messages.of("export-now"),
            () ->
                file.path()
                    .ifPresent(
                        path -> {
                          surface.closeCard();
                          model.export(attached, path);
                        }));
    start.setId("attached-export-start");
    start.disableProperty().bind(file.text().textProperty().map(text -> file.path().isEmpty()));
    form.field(Messages.of("file"), file, Messages.of("export-help"))
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }

  /// "sbom-9f3a5c0d21be.json": nothing of it is the image's own word.
  private static String name(Attached attached) {
    boolean json = attached.content().map(each -> each.mediaType()).orElse("").contains("json");
    return attached.kind().id() + "-" + attached.manifest().brief() + (json ? ".json" : "");
  }
}
