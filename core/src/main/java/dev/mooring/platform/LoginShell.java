package dev.mooring.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The PATH that a terminal would have. Programs started from a dock or menu get a shorter one, in
/// which what the user installed is missing. Thread-safe.
public final class LoginShell {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int LARGEST = 64 << 10;
  private static final String MARK = "__mooring_path__";

  private static @Nullable String known;

  private LoginShell() {}

  /// Asks the user's shell (`$SHELL`), once for as long as Mooring runs; empty where it does
  /// not say within five seconds, and on Windows. Starts a program, and waits for it.
  public static synchronized String path() throws InterruptedException {
    String path = known;
    if (path == null) {
      String shell = System.getenv().getOrDefault("SHELL", "");
      path = OperatingSystem.current() == OperatingSystem.WINDOWS ? "" : ask(shell, LIMIT);
      known = path;
    }
    return path;
  }

  /// What the shell's own files make of the PATH. Interactive, because many write it into the file
  /// that only interactive shells read.
  static String ask(String shell, Duration limit) throws InterruptedException {
    Path program = Path.of(shell);
    if (!program.isAbsolute() || !Files.isExecutable(program)) {
      return "";
    }
    Process process;
    try {
      // `env` and not $PATH: fish joins that with spaces.
      process =
          new ProcessBuilder(
                  shell, "-l", "-i", "-c", "echo " + MARK + "; env | grep ^PATH=; echo " + MARK)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return "";
    }
    try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        return between(
            CompletableFuture.supplyAsync(() -> read(process), reader)
                .get(limit.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException | TimeoutException e) {
        return "";
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /// Greetings and prompts may stand around it.
  private static String between(String output) {
    String[] parts = output.split(MARK, -1);
    if (parts.length < 3) {
      return "";
    }
    return parts[parts.length - 2]
        .lines()
        .filter(line -> line.startsWith("PATH="))
        .map(line -> line.substring("PATH=".length()).strip())
        .findFirst()
        .orElse("");
  }
}
