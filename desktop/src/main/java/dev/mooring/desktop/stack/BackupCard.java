package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.control.Button;

/// Where the images of a registry are saved to, and where they are restored from.
final class BackupCard {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

  private BackupCard() {}

  /// @param registry its name, which the folder gets
  static void save(StorageJobs storage, String registry, Surface surface) {
    open(
        new Form(Messages.of("back-up-title", storage.words())),
        FileField.folder(
            "backup-target", HOME.resolve(registry + "-backup"), Messages.of("back-up-to")),
        Messages.of("back-up-to"),
        Messages.of("back-up-help"),
        Messages.of("back-up"),
        surface,
        storage::save);
  }

  static void restore(StorageJobs storage, String registry, Surface surface) {
    open(
        new Form(Messages.of("restore-title", storage.words())),
        FileField.folder(
            "backup-source", HOME.resolve(registry + "-backup"), Messages.of("restore-from")),
        Messages.of("restore-from"),
        Messages.of("restore-help"),
        Messages.of("restore"),
        surface,
        storage::seed);
  }

  private static void open(
      Form form,
      FileField file,
      String label,
      String hint,
      String verb,
      Surface surface,
      Consumer<Path> work) {
    Button start =
        Controls.primary(
            verb,
            () ->
                file.path()
                    .ifPresentOrElse(
                        path -> {
                          surface.closeCard();
                          work.accept(path);
                        },
                        () -> form.refuse(refused(file.text().getText()))));
    start.setId("backup-start");
    start.disableProperty().bind(file.text().textProperty().map(String::isBlank));
    form.field(label, file, hint)
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), start);
    form.setPrefWidth(480);
    surface.open(form);
  }

  private static Problem refused(String file) {
    return new Problem(
        Code.INVALID_NAME,
        Messages.of("cannot-use-this-name"),
        Messages.of("no-file-can-be-called", file),
        new Remedy.Advice(Messages.of("choose-another-name")));
  }
}
