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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Where images are written as archives: one to a file, several to a folder.
final class ExportCard {
  private static final Path HOME = Path.of(System.getProperty("user.home"));

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
    TextField file = field(HOME.resolve(name), Messages.of("archive"));
    fill(
        form,
        file,
        window -> {
          FileChooser chooser = new FileChooser();
          chooser.setTitle(Messages.of("image-archive"));
          chooser.setInitialFileName(name);
          return chooser.showSaveDialog(window);
        },
        Messages.of("oci-archive"),
        "",
        surface,
        path -> model.export(row.tag(), path));
  }

  private static void several(ImagesViewModel model, List<TagRow> rows, Surface surface) {
    Form form = new Form(Messages.of("export-several", rows.size(), model.repository().get()));
    TextField folder = field(HOME, Messages.of("folder"));
    fill(
        form,
        folder,
        window -> {
          DirectoryChooser chooser = new DirectoryChooser();
          chooser.setTitle(Messages.of("folder"));
          return chooser.showDialog(window);
        },
        Messages.of("folder"),
        Messages.of("an-archive-for-each", archive(model, rows.getFirst())),
        surface,
        path -> rows.forEach(row -> model.export(row.tag(), path.resolve(archive(model, row)))));
  }

  /// "ana-app-1.tar".
  private static String archive(ImagesViewModel model, TagRow row) {
    return model.repository().get().replace('/', '-') + "-" + row.tag() + ".tar";
  }

  private static TextField field(Path first, String said) {
    TextField file = new TextField(first.toString());
    file.setId("export-file");
    file.setAccessibleText(said);
    return file;
  }

  private static void fill(
      Form form,
      TextField file,
      Function<Window, @Nullable File> chooser,
      String label,
      String hint,
      Surface surface,
      Consumer<Path> export) {
    Button choose =
        Controls.button(
            Messages.of("choose"),
            () -> {
              File chosen = chooser.apply(file.getScene().getWindow());
              if (chosen != null) {
                file.setText(chosen.toString());
              }
            });
    HBox line = new HBox(Tokens.GAP, file, choose);
    HBox.setHgrow(file, Priority.ALWAYS);
    Button start =
        Controls.primary(
            Messages.of("export-2"),
            () -> {
              try {
                Path path = Path.of(file.getText().strip());
                surface.closeCard();
                export.accept(path);
              } catch (InvalidPathException e) {
                file.pseudoClassStateChanged(Styles.STATE_DANGER, true);
                form.refuse(refused(file.getText()));
              }
            });
    start.setId("export-start");
    start.disableProperty().bind(file.textProperty().map(String::isBlank));
    form.field(label, line, hint)
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
