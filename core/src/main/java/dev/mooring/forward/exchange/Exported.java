package dev.mooring.forward.exchange;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Forwards written for a tool.
///
/// @param text of the file
/// @param notes what the format cannot hold
public record Exported(String text, List<Note> notes) {

  public Exported {
    notes = List.copyOf(notes);
  }

  /// Writes the file. Blocks on the disk.
  ///
  /// @param replace whether a file of this name may be written over
  /// @throws dev.mooring.problem.MooringException when it cannot be written
  public void writeTo(Path file, boolean replace) {
    OpenOption[] options =
        replace
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.writeString(file, text, options);
    } catch (FileAlreadyExistsException e) {
      throw new Problem(
              Code.FILE_EXISTS,
              Messages.of("cannot-write", file),
              Messages.of("it-already-exists"),
              new Remedy.Advice(Messages.of("choose-another-name")))
          .raise(e);
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-write", file),
              Messages.of("the-system-does-not-allow-it"),
              new Remedy.Advice(Messages.of("check-the-folder-and-its-permissions")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }
}
