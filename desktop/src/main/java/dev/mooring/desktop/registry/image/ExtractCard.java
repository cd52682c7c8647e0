package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;

/// Where a file or directory of an image is written.
final class ExtractCard {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private ExtractCard() {}

  static void open(FilesViewModel model, FileRow row, Surface surface) {
    Form form = new Form(Messages.of("extract-this", row.shown()));
    FileField folder = FileField.folder("extract-folder", HOME, Messages.of("folder"));
    CheckBox replace = new CheckBox(Messages.of("replace-files"));
    replace.setId("extract-replace");
    Button start =
        Controls.primary(
            Messages.of("extract-2"),
            () ->
                folder
                    .path()
                    .ifPresent(
                        path -> {
                          surface.closeCard();
                          model.extract(row, path, replace.isSelected());
                        }));
    start.setId("extract-start");
    start.disableProperty().bind(folder.text().textProperty().map(text -> folder.path().isEmpty()));
    form.field(
            Messages.of("folder"),
            folder,
            row.isDirectory() ? Messages.of("folder-keeps-name") : Messages.of("file-keeps-name"))
        .add(replace)
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }
}
