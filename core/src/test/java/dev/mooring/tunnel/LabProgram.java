package dev.mooring.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The program that hurts the cluster of the lab: `-Dmooring.lab=PATH` or MOORING_LAB.
public final class LabProgram {
  private final String path;

  private LabProgram(String path) {
    this.path = path;
  }

  /// Skips the test where there is none.
  public static LabProgram required() {
    String path =
        System.getProperty("mooring.lab", System.getenv().getOrDefault("MOORING_LAB", ""));
    Assumptions.assumeTrue(
        !path.isEmpty() && Files.isExecutable(Path.of(path)),
        "no lab program to hurt the cluster with: set -Dmooring.lab or MOORING_LAB");
    return new LabProgram(path);
  }

  public void run(String... arguments) throws IOException, InterruptedException {
    String[] command =
        Stream.concat(Stream.of(path), Arrays.stream(arguments)).toArray(String[]::new);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> String.join(" ", arguments) + " failed: " + output);
  }
}
