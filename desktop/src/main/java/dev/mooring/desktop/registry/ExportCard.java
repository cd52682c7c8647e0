package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.control.Button;

/// Where images are written as archives: one to a file, several to a folder.
final class ExportCard {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private static final String FIELD = "export-file";

  private ExportCard() {}

  static void open(ImagesViewModel model, List<TagRow> rows, Surface surface) {
    if (rows.size() == 1) {
      one(model, rows.getFirst(), surface);
    } else {
      several(model, rows, surface);
    }
  }

  private static void one(ImagesViewModel model, TagRow row, Surface surface) {
    String name = archive(model, row);
    Form form = new Form(Messages.of("export", model.repository().get() + ":" + row.tag()));
    fill(
        form,
        FileField.file(
            FIELD, HOME.resolve(name), Messages.of("archive"), Messages.of("image-archive")),
        Messages.of("oci-archive"),
        "",
        surface,
        path -> model.export(row.tag(), path));
  }

  private static void several(ImagesViewModel model, List<TagRow> rows, Surface surface) {
    Form form = new Form(Messages.of("export-several", rows.size(), model.repository().get()));
    fill(
        form,
        FileField.folder(FIELD, HOME, Messages.of("folder")),
        Messages.of("folder"),
        Messages.of("an-archive-for-each", archive(model, rows.getFirst())),
        surface,
        path -> rows.forEach(row -> model.export(row.tag(), path.resolve(archive(model, row)))));
  }

  /// "ana-app-1.tar".
  private static String archive(ImagesViewModel model, TagRow row) {
    return model.repository().get().replace('/', '-') + "-" + row.tag() + ".tar";
  }

  private static void fill(
      Form form,
      FileField file,
      String label,
      String hint,
      Surface surface,
      Consumer<Path> export) {
    Button start =
        Controls.primary(
            Messages.of("export-2"),
            () ->
                file.path()
                    .ifPresentOrElse(
                        path -> {
                          surface.closeCard();
                          export.accept(path);
                        },
                        () -> {
                          file.text().pseudoClassStateChanged(Styles.STATE_DANGER, true);
                          form.refuse(refused(file.text().getText()));
                        }));
    start.setId("export-start");
    start.disableProperty().bind(file.text().textProperty().map(String::isBlank));
    form.field(label, file, hint)
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
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
