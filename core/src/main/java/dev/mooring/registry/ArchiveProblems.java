package dev.mooring.registry;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
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
            Code.ARCHIVE_INVALID,
            "Cannot use this image archive",
            Refusals.brief(why),
            new Remedy.Command("Save the image again", "docker save -o FILE.tar IMAGE"))
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
            Code.FILE_NOT_READABLE,
            "Cannot read " + archive,
            why,
            new Remedy.Advice("Name a file that `docker save` wrote"),
            e.toString())
        .raise(e);
  }

  static MooringException unwritable(Path file, IOException e) {
    if (isFull(e)) {
      return new Problem(
              Code.DISK_FULL,
              "Cannot write " + file,
              "the disk is full",
              new Remedy.Advice("Free some space, or choose another disk; nothing was left behind"),
              e.toString())
          .raise(e);
    }
    String why =
        switch (e) {
          case NoSuchFileException ignored -> "its folder does not exist";
          case AccessDeniedException ignored -> "you may not write there";
          default -> reason(e);
        };
    return new Problem(
            Code.FILE_NOT_WRITABLE,
            "Cannot write " + file,
            why,
            new Remedy.Advice("Choose another place"),
            e.toString())
        .raise(e);
  }

  static MooringException tooSmall(Path file, long needed, long usable) {
    return new Problem(
            Code.DISK_FULL,
            "Cannot write " + file,
            "it needs " + mebibytes(needed) + " and the disk has " + mebibytes(usable) + " left",
            new Remedy.Advice("Free some space, or choose another disk"))
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
