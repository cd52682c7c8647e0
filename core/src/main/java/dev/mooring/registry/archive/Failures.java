package dev.mooring.registry.archive;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/// What the disk says, in the user's words.
public final class Failures {
  private Failures() {}

  /// What a failure to read means.
  ///
  /// @param place as people name it
  /// @throws InterruptedException where it failed because it was cancelled
  public static MooringException reading(String place, IOException e) throws InterruptedException {
    cancelled(e);
    return e.getCause() instanceof MooringException told
        ? told
        : ArchiveProblems.unreadable(Path.of(place), e);
  }

  /// The same of a failure to write: a full disk, a folder that is not there, a missing right.
  public static MooringException writing(String place, IOException e) throws InterruptedException {
    cancelled(e);
    return e.getCause() instanceof MooringException told
        ? told
        : ArchiveProblems.unwritable(Path.of(place), e);
  }

  /// A channel that was interrupted leaves the flag set; the exception takes its place.
  private static void cancelled(IOException e) throws InterruptedException {
    if (e instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
      Thread.interrupted();
      throw new InterruptedException("it was cancelled");
    }
  }

  static MooringException mismatch(String place, Digest named, Digest found) {
    return new Problem(
            Code.DIGEST_MISMATCH,
            Messages.of("cannot-store-in", place),
            Messages.of("the-content-has-another-digest", named.brief()),
            new Remedy.Advice(Messages.of("run-it-again")),
            Messages.of("named-and-found", named, found))
        .raise();
  }
}
