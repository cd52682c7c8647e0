package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FileField;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.archives.VolumePlace;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;

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
        storage::save,
        storage::saveToVolume);
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
        storage::seed,
        storage::seedFromVolume);
  }

  private static void open(
      Form form,
      FileField file,
      String label,
      String hint,
      String verb,
      Surface surface,
      Consumer<Path> work,
      Consumer<VolumePlace> onVolume) {
    CheckBox volume = new CheckBox(Messages.of("on-a-volume-of-the-cluster"));
    volume.setId("backup-on-volume");
    TextField place = new TextField("backup");
    place.setId("backup-place");
    Form here = new Form().field(label, file, hint);
    Form there =
        new Form()
            .field(
                Messages.of("place-on-the-volume"), place, Messages.of("place-on-the-volume-help"));
    Controls.show(there, false);
    volume
        .selectedProperty()
        .addListener(
            (p, before, now) -> {
              Controls.show(here, !now);
              Controls.show(there, now);
            });
    Button start =
        Controls.primary(
            verb,
            () -> {
              try {
                if (volume.isSelected()) {
                  VolumePlace parsed = VolumePlace.parse(place.getText().strip());
                  surface.closeCard();
                  onVolume.accept(parsed);
                } else {
                  Path path = file.path().orElseThrow(() -> refused(file.text().getText()).raise());
                  surface.closeCard();
                  work.accept(path);
                }
              } catch (MooringException e) {
                form.refuse(e.problem());
              }
            });
    start.setId("backup-start");
    start
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> !volume.isSelected() && file.text().getText().isBlank(),
                volume.selectedProperty(),
                file.text().textProperty()));
    form.add(volume)
        .add(here)
        .add(there)
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
