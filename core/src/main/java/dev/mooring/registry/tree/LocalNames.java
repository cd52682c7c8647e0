package dev.mooring.registry.tree;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which names of an image are names on this machine, and what may be written by them.
final class LocalNames {
  private LocalNames() {}

  /// The place of a path below a folder; null where a part of it is no plain name here.
  static @Nullable Path below(Path folder, String path) {
    Path at = folder;
    if (path.isEmpty()) {
      return at;
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return null;
      }
      try {
        Path next = at.resolve(name);
        Path last = next.getFileName();
        if (!at.equals(next.getParent()) || last == null || !last.toString().equals(name)) {
          return null;
        }
        at = next;
      } catch (InvalidPathException e) {
        return null;
      }
    }
    return at;
  }

  /// Whether a link leads nowhere else than below the folder that is extracted, whatever the other
  /// links there are: it may climb only first, where all is a real folder.
  ///
  /// @param at where the link is, below that folder
  static boolean staysBelow(String at, String link) {
    if (link.isEmpty()
        || link.startsWith("/")
        || (File.separatorChar != '/' && link.indexOf(File.separatorChar) >= 0)) {
      return false;
    }
    int depth = at.isEmpty() ? 0 : at.split("/", -1).length - 1;
    boolean climbing = true;
    for (String part : link.split("/", -1)) {
      if (part.equals("..")) {
        if (!climbing || --depth < 0) {
          return false;
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        climbing = false;
      }
    }
    return true;
  }

  static MooringException impossible(String path) {
    return new Problem(
            Code.FILE_NOT_WRITABLE,
            Messages.of("cannot-read-path", TreeContent.shown(path)),
            Messages.of("no-name-here"),
            new Remedy.Advice(Messages.of("choose-another-file")))
        .raise();
  }

  static MooringException exists(Path at, String why, String advice) {
    return new Problem(
            Code.FILE_EXISTS,
            Messages.of("cannot-extract-to", TreeContent.shown(at.toString())),
            why,
            new Remedy.Advice(advice))
        .raise();
  }

  static MooringException failed(Path folder, IOException e) {
    if (e.getCause() instanceof MooringException told) {
      return told;
    }
    if (e instanceof FileAlreadyExistsException) {
      return exists(folder, Messages.of("there-already"), Messages.of("add-force"));
    }
    return new Problem(
            Code.FILE_NOT_WRITABLE,
            Messages.of("cannot-extract-to", folder),
            TreeContent.shown(String.valueOf(e.getMessage())),
            new Remedy.Advice(Messages.of("choose-another-folder")))
        .raise(e);
  }
}
