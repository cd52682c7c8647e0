package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.FileChooser;

/// A file to be written, typed or chosen.
public final class FileField extends HBox {
  private final TextField file;

  /// @param proposed its whole path
  /// @param words what it is, for the chooser's title and for assistive tools
  public FileField(String id, Path proposed, String words) {
    super(Tokens.GAP);
    file = new TextField(proposed.toString());
    file.setId(id);
    file.setAccessibleText(words);
    HBox.setHgrow(file, Priority.ALWAYS);
    getChildren().addAll(file, Controls.button(Messages.of("choose"), () -> choose(words)));
  }

  private void choose(String words) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words);
    path().ifPresent(path -> chooser.setInitialFileName(String.valueOf(path.getFileName())));
    File chosen = chooser.showSaveDialog(getScene().getWindow());
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
