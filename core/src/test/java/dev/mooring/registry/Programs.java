package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs a user would run instead.
public final class Programs {
  private Programs() {}

  /// Runs a program to its end and returns what it printed, without the last line break.
  public static String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".out");
    Path errors = Files.createTempFile("program", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> List.of(command) + " did not end");
      String failure = Files.readString(errors, StandardCharsets.UTF_8);
      assertEquals(0, process.exitValue(), () -> List.of(command) + ": " + failure);
      return Files.readString(output, StandardCharsets.UTF_8).strip();
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
