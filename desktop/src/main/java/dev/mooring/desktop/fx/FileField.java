package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// A file or folder, typed or chosen.
public final class FileField extends HBox {
  private final TextField file;

  private FileField(
      String id, Path proposed, String words, Function<Window, @Nullable File> chooser) {
    super(Tokens.GAP);
    file = new TextField(proposed.toString());
    file.setId(id);
    file.setAccessibleText(words);
    HBox.setHgrow(file, Priority.ALWAYS);
    getChildren().addAll(file, Controls.button(Messages.of("choose"), () -> choose(chooser)));
  }

  /// @param proposed its whole path
  /// @param words what it is, for assistive tools
  /// @param title of the chooser
  public static FileField file(String id, Path proposed, String words, String title) {
    return new FileField(
        id,
        proposed,
        words,
        window -> {
          FileChooser chooser = new FileChooser();
          chooser.setTitle(title);
          chooser.setInitialFileName(String.valueOf(proposed.getFileName()));
          return chooser.showSaveDialog(window);
        });
  }

  /// One that is there, to be read.
  public static FileField existing(String id, Path proposed, String words, String title) {
    return new FileField(
        id,
        proposed,
        words,
        window -> {
          FileChooser chooser = new FileChooser();
          chooser.setTitle(title);
          return chooser.showOpenDialog(window);
        });
  }

  public static FileField folder(String id, Path proposed, String words) {
    return new FileField(
        id,
        proposed,
        words,
        window -> {
          DirectoryChooser chooser = new DirectoryChooser();
          chooser.setTitle(words);
          return chooser.showDialog(window);
        });
  }

  private void choose(Function<Window, @Nullable File> chooser) {
    File chosen = chooser.apply(getScene().getWindow());
    if (chosen != null) {
      file.setText(chosen.toString());
    }
  }

  public TextField text() {
    return file;
  }

  /// Nothing where no file can have that name.
  public Optional<Path> path() {
    String text = file.getText().strip();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
