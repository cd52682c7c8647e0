package dev.mooring.registry;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// What can be wrong with an archive and the disk it is on.
final class ArchiveProblems {
  private ArchiveProblems() {}

  static MooringException damaged(String why) {
    return new Problem(
            "Cannot use this image archive",
            Refusals.brief(why),
            "Save the image again with `docker save`, `podman save` or `skopeo copy oci-archive:`")
        .raise();
  }

  static MooringException unreadable(Path archive, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException ignored -> "there is no such file";
          case AccessDeniedException ignored -> "you may not read it";
          default -> reason(e);
        };
    return new Problem(
            "Cannot read " + archive, why, "Name a file that `docker save` wrote", e.toString())
        .raise(e);
  }

  static MooringException unwritable(Path file, IOException e) {
    if (isFull(e)) {
      return new Problem(
              "Cannot write " + file,
              "the disk is full",
              "Make room, or choose another disk; nothing was left behind",
              e.toString())
          .raise(e);
    }
    String why =
        switch (e) {
          case NoSuchFileException ignored -> "its folder does not exist";
          case AccessDeniedException ignored -> "you may not write there";
          default -> reason(e);
        };
    return new Problem("Cannot write " + file, why, "Choose another place", e.toString()).raise(e);
  }

  static MooringException tooSmall(Path file, long needed, long usable) {
    return new Problem(
            "Cannot write " + file,
            "it needs " + mebibytes(needed) + " and the disk has " + mebibytes(usable) + " left",
            "Make room, or choose another disk")
        .raise();
  }

  static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("disk quota exceeded")
        || message.contains("file too large");
  }

  private static String mebibytes(long bytes) {
    return ((bytes >> 20) + 1) + " MiB";
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null || reason.isBlank()
        ? e.getClass().getSimpleName()
        : Refusals.brief(reason);
  }
}
