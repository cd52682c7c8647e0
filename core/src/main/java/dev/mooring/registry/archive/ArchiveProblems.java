package dev.mooring.registry.archive;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Unreadable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// What can be wrong with an archive and the disk it is on.
public final class ArchiveProblems {
  private ArchiveProblems() {}

  /// It is no archive that anybody could use.
  public static MooringException damaged(String why) {
    return new Problem(
            Code.ARCHIVE_INVALID,
            Messages.of("cannot-use-this-image-archive"),
            Unreadable.brief(why),
            new Remedy.Command(
                Messages.of("save-the-image-again"), "docker save -o FILE.tar IMAGE"))
        .raise();
  }

  /// It cannot be read.
  public static MooringException unreadable(Path archive, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException ignored -> Messages.of("the-file-does-not-exist");
          case AccessDeniedException ignored -> Messages.of("you-may-not-read-it");
          default -> reason(e);
        };
    return new Problem(
            Code.FILE_NOT_READABLE,
            Messages.of("cannot-read", archive),
            why,
            new Remedy.Advice(Messages.of("name-a-file-that-docker-save")),
            e.toString())
        .raise(e);
  }

  /// It cannot be written; says so where the disk is full.
  public static MooringException unwritable(Path file, IOException e) {
    if (isFull(e)) {
      return new Problem(
              Code.DISK_FULL,
              Messages.of("cannot-write", file),
              Messages.of("the-disk-is-full"),
              new Remedy.Advice(Messages.of("free-some-space-or-choose-another")),
              e.toString())
          .raise(e);
    }
    String why =
        switch (e) {
          case NoSuchFileException ignored -> Messages.of("its-folder-does-not-exist");
          case AccessDeniedException ignored -> Messages.of("you-may-not-write-there");
          default -> reason(e);
        };
    return new Problem(
            Code.FILE_NOT_WRITABLE,
            Messages.of("cannot-write", file),
            why,
            new Remedy.Advice(Messages.of("choose-another-place")),
            e.toString())
        .raise(e);
  }

  /// @param needed in bytes
  /// @param usable in bytes, as the file system says now
  public static MooringException tooSmall(Path file, long needed, long usable) {
    return new Problem(
            Code.DISK_FULL,
            Messages.of("cannot-write", file),
            Messages.of("it-needs-and-the-disk-has", mebibytes(needed), mebibytes(usable)),
            new Remedy.Advice(Messages.of("free-some-space-or-choose-another-2")))
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
        : Unreadable.brief(reason);
  }
}
