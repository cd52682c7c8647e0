package dev.mooring.debug.delve;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs a program to its end, with all that it starts: nothing of it is left when it is cancelled
/// or takes too long.
final class Program {
  private static final int KEPT = 64 << 10;
  private static final Duration CANCELLED = Duration.ofMillis(200);

  private final Path directory;
  private final Map<String, String> environment;
  private final List<String> unset;

  /// @param directory where it runs
  /// @param environment added to this process's own
  /// @param unset what it does not get of that
  Program(Path directory, Map<String, String> environment, List<String> unset) {
    this.directory = directory;
    this.environment = Map.copyOf(environment);
    this.unset = List.copyOf(unset);
  }

  /// @param status -1 when it took too long
  /// @param output the end of what it printed
  record Result(int status, String output) {
    boolean ok() {
      return status == 0;
    }
  }

  /// What it prints, its errors among it.
  Result run(Duration limit, List<String> line) throws IOException, InterruptedException {
    return run(limit, new ProcessBuilder(line).redirectErrorStream(true));
  }

  /// What it prints but its errors.
  Result answer(Duration limit, List<String> line) throws IOException, InterruptedException {
    return run(limit, new ProcessBuilder(line).redirectError(Redirect.DISCARD));
  }

  private Result run(Duration limit, ProcessBuilder builder)
      throws IOException, InterruptedException {
    builder.directory(directory.toFile());
    unset.forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    Process process = builder.start();
    StringBuilder output = new StringBuilder();
    Thread reader = Thread.ofVirtual().name("program-output").start(() -> read(process, output));
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        reader.join(Duration.ofSeconds(2));
      }
      if (ended && process.exitValue() != 0) {
        // Ctrl-C in a terminal reaches it, too: then this thread is interrupted any moment.
        Thread.sleep(CANCELLED);
      }
      synchronized (output) {
        return new Result(ended ? process.exitValue() : -1, output.toString());
      }
    } finally {
      end(process);
    }
  }

  private static void read(Process process, StringBuilder output) {
    try (InputStream input = process.getInputStream()) {
      byte[] buffer = new byte[8192];
      for (int n = input.read(buffer); n >= 0; n = input.read(buffer)) {
        synchronized (output) {
          output.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
          if (output.length() > KEPT) {
            output.delete(0, output.length() - KEPT);
          }
        }
      }
    } catch (IOException e) {
      // It was ended.
    }
  }

  /// The program first, so that it starts nothing more.
  private static void end(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.stream()
        .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
        .forEach(ProcessHandle::destroyForcibly);
  }
}
