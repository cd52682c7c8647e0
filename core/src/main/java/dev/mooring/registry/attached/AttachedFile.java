package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Meter;
import dev.mooring.registry.transfer.CheckedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What is attached, as it is: to look at, or to keep. Nothing of it is verified but its digest.
/// Blocking; an interrupt ends it, and leaves no part of a file behind.
public final class AttachedFile {
  private static final int BLOCK = 64 << 10;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private AttachedFile() {}

  /// What a JSON document says: the predicate of a statement, in whatever envelope, else all of it.
  ///
  /// @return empty where it is no JSON, or without content
  /// @throws MooringException where it is larger than 32 MiB, cannot be read, or is not what its
  /// digest says
  public static Optional<Document> document(ImageSource source, Attached attached)
      throws InterruptedException {
    if (attached.content().isEmpty()) {
      return Optional.empty();
    }
    return AttachedContent.json(AttachedContent.bytes(source, attached.content().get()))
        .map(
            each ->
                AttachedContent.statement(each)
                    .map(Statement::predicate)
                    .filter(Document::isMap)
                    .orElse(each));
  }

  /// Writes the content into a file, of any size.
  ///
  /// @param content of something attached
  /// @param file must not be there yet
  /// @throws MooringException where it cannot be read or written, is not what its digest says, or
  /// the file is there
  public static void write(ImageSource source, Descriptor content, Path file, Progress progress)
      throws InterruptedException {
    try {
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Path folder = file.toAbsolutePath().getParent();
      Path part = Files.createTempFile(folder, ".mooring", ".part");
      try {
        copy(source, content, part, progress);
        Files.move(part, file);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (FileAlreadyExistsException e) {
      throw failed(Code.FILE_EXISTS, file, Messages.of("file-is-there")).raise(e);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw failed(Code.FILE_NOT_WRITABLE, file, Messages.of("file-is-not-writable")).raise(e);
    }
  }

  private static void copy(ImageSource source, Descriptor content, Path part, Progress progress)
      throws IOException, InterruptedException {
    CheckedBlob blob =
        new CheckedBlob(
            source,
            content,
            PAUSE,
            Messages.of("cannot-read-attached", source.name()),
            Messages.of("try-again"));
    Meter meter = new Meter(progress, Messages.of("writing"), content.size());
    try (InputStream in = blob.open(0);
        OutputStream out = Files.newOutputStream(part)) {
      byte[] block = new byte[BLOCK];
      for (int some = in.read(block); some >= 0; some = in.read(block)) {
        out.write(block, 0, some);
        meter.add(some);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  private static Problem failed(Code code, Path file, String why) {
    return new Problem(
        code,
        Messages.of("cannot-write", file),
        why,
        new Remedy.Advice(Messages.of("choose-another-file")));
  }
}
