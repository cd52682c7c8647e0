package dev.mooring.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
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
              "the engine has no such image",
              new Remedy.Command("Check which images there are", "docker images"),
              brief(e))
          .raise(e);
    } catch (DockerException e) {
      throw new Problem(
              Code.ENGINE_FAILED,
              what,
              "the engine at " + address + " refused with status " + e.getHttpStatus(),
              new Remedy.Advice("Look at the engine's log, then try again"),
              brief(e))
          .raise(e);
    } catch (Exception e) {
      throw new Problem(
              Code.ENGINE_UNREACHABLE,
              what,
              why(address, e),
              new Remedy.Advice("Start the engine, or set DOCKER_HOST"),
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
      return "you may not use " + address + "; on Linux the group docker may";
    }
    if (message.contains("no such file")) {
      return "nothing is at " + address;
    }
    if (message.contains("refused")) {
      return "nothing listens at " + address;
    }
    if (message.contains("timed out") || message.contains("timeout")) {
      return address + " does not answer";
    }
    return address + " does not answer as an engine: " + brief(root);
  }

  /// Runs something that writes the archive.
  static <T> T writing(Path archive, Writing<T> writing) {
    try {
      return writing.run();
    } catch (IOException e) {
      throw new Problem(
              Code.FILE_NOT_WRITABLE,
              "Cannot write " + archive,
              why(e),
              new Remedy.Advice("Make room, or choose another place"),
              brief(e))
          .raise(e);
    }
  }

  private static String why(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")) {
      return "the disk is full";
    }
    return switch (e) {
      case NoSuchFileException ignored -> "its folder does not exist";
      case AccessDeniedException ignored -> "you may not write there";
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
    return visible.length() > SHOWN ? visible.substring(0, SHOWN) + "..." : visible;
  }
}
