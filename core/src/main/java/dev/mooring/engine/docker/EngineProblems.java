package dev.mooring.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.mooring.document.Printable;
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
import java.util.concurrent.Callable;

/// Puts failures of an engine and of the disk into the user's words.
final class EngineProblems {
  private static final int SHOWN = 300;

  private EngineProblems() {}

  static <T> T translated(String what, String address, Callable<T> call) {
    try {
      return call.call();
    } catch (MooringException e) {
      throw e;
    } catch (NotFoundException e) {
      throw new Problem(
              Code.IMAGE_MISSING,
              what,
              Messages.of("the-engine-has-no-such-image"),
              new Remedy.Command(Messages.of("list-the-images"), "docker images"),
              brief(e))
          .raise(e);
    } catch (DockerException e) {
      throw new Problem(
              Code.ENGINE_FAILED,
              what,
              Messages.of("the-engine-at-refused-with-status", address, e.getHttpStatus()),
              new Remedy.Advice(Messages.of("look-at-the-engines-log-then")),
              brief(e))
          .raise(e);
    } catch (Exception e) {
      throw new Problem(
              Code.ENGINE_UNREACHABLE,
              what,
              why(address, e),
              new Remedy.Advice(Messages.of("start-the-engine-or-set-docker")),
              brief(e))
          .raise(e);
    }
  }

  // docker-java wraps; only the innermost cause says something.
  private static String why(String address, Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("permission denied")) {
      return Messages.of("you-may-not-use-on-linux", address);
    }
    if (message.contains("no such file")) {
      return Messages.of("is-missing", address);
    }
    if (message.contains("refused")) {
      return Messages.of("nothing-listens-at", address);
    }
    if (message.contains("timed out") || message.contains("timeout")) {
      return Messages.of("is-not-responding", address);
    }
    return Messages.of("is-not-docker-or-podman", address, brief(root));
  }

  /// Runs something that writes the archive.
  static <T> T writing(Path archive, Writing<T> writing) {
    try {
      return writing.run();
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              Messages.of("cannot-write", archive),
              why(e),
              new Remedy.Advice(Messages.of("free-some-space")),
              brief(e))
          .raise(e);
    }
  }

  private static String why(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")) {
      return Messages.of("the-disk-is-full");
    }
    return switch (e) {
      case NoSuchFileException ignored -> Messages.of("its-folder-does-not-exist");
      case AccessDeniedException ignored -> Messages.of("you-may-not-write-there");
      case FileSystemException file when file.getReason() != null -> brief(file.getReason());
      default -> brief(e);
    };
  }

  @FunctionalInterface
  interface Writing<T> {
    T run() throws IOException;
  }

  private static String brief(Throwable e) {
    return brief(e.getClass().getSimpleName() + ": " + e.getMessage());
  }

  private static String brief(String text) {
    String visible = text.replaceAll("\\p{Cntrl}+", " ").trim();
    return Printable.cut(visible, SHOWN);
  }
}
