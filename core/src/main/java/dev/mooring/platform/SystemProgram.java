package dev.mooring.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs one of the system's own programs and reads what it prints.
final class SystemProgram {
  private static final int LARGEST = 4 << 20;

  private SystemProgram() {}

  /// What it printed within 3 s; empty where it is not there or failed.
  static String output(String... line) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
    } catch (IOException e) {
      return "";
    }
    try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        return CompletableFuture.supplyAsync(() -> read(process), reader).get(3, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        return "";
      } finally {
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
}
