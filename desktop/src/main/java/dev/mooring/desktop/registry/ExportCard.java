package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;

/// Where an image is written as an archive.
final class ExportCard {
  private ExportCard() {}

  static void open(ImagesViewModel model, TagRow row, Surface surface) {
    String name = model.repository().get().replace('/', '-') + "-" + row.tag() + ".tar";
    TextField file = new TextField(Path.of(System.getProperty("user.home"), name).toString());
    file.setId("export-file");
    file.setAccessibleText(Messages.of("archive"));
    Form form = new Form(Messages.of("export", model.repository().get() + ":" + row.tag()));
    Button choose =
        Controls.button(
            Messages.of("choose"),
            () -> {
              FileChooser chooser = new FileChooser();
              chooser.setTitle(Messages.of("image-archive"));
              chooser.setInitialFileName(name);
              File chosen = chooser.showSaveDialog(file.getScene().getWindow());
              if (chosen != null) {
                file.setText(chosen.toString());
              }
            });
    HBox line = new HBox(Tokens.GAP, file, choose);
    HBox.setHgrow(file, Priority.ALWAYS);
    Button export =
        Controls.primary(
            Messages.of("export-2"),
            () -> {
              try {
                Path archive = Path.of(file.getText().strip());
                surface.closeCard();
                model.export(row.tag(), archive);
              } catch (InvalidPathException e) {
                file.pseudoClassStateChanged(Styles.STATE_DANGER, true);
                form.refuse(refused(file.getText()));
              }
            });
    export.setId("export-start");
    export.disableProperty().bind(file.textProperty().map(String::isBlank));
    form.field(Messages.of("oci-archive"), line, "")
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), export);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private static Problem refused(String file) {
    return new Problem(
        Code.FILE_NOT_WRITABLE,
        Messages.of("cannot-write-the-archive"),
        Messages.of("no-file-can-be-called", file),
        new Remedy.Advice(Messages.of("choose-another-name")));
  }
}
