package dev.mooring.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long a program took, as its users start it, and the most memory it had.
///
/// @param nanos its start included
/// @param memory in KiB
/// @param printed on its standard output
public record Measured(long nanos, long memory, String printed) {

  /// What it takes to measure.
  public static boolean isPossible() {
    return LocalRegistry.isOnPath("time");
  }

  /// Runs a program to its end.
  public static Measured run(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    return run("\"$@\"", words);
  }

  /// Runs the first program of a pipe to its end, and measures it alone:
  /// `crane export X - | tar t`.
  ///
  /// @param rest what follows the first program
  public static Measured pipe(String rest, String... command)
      throws IOException, InterruptedException {
    return run("\"$@\" " + rest, List.of(command));
  }

  private static Measured run(String line, List<String> command)
      throws IOException, InterruptedException {
    Path peak = Files.createTempFile("peak", ".txt");
    try {
      List<String> words = new ArrayList<>(List.of("sh", "-c", line, "sh"));
      words.addAll(List.of("time", "-f", "%M", "-o", peak.toString()));
      words.addAll(command);
      long start = System.nanoTime();
      String printed = Programs.run(words.toArray(String[]::new));
      long nanos = System.nanoTime() - start;
      List<String> told = Files.readAllLines(peak);
      return new Measured(nanos, Long.parseLong(told.getLast().strip()), printed);
    } finally {
      Files.delete(peak);
    }
  }

  /// The words that run a main class of the tests as the launcher starts Mooring, but for the start
  /// cache, which needs jars.
  public static String[] java(Class<?> main, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xms32m",
            "-Xmx768m",
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000"));
    words.add("-cp");
    words.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    words.add(main.getName());
    words.addAll(List.of(arguments));
    return words.toArray(String[]::new);
  }

  /// The quicker of two runs, with the larger memory of both.
  public Measured or(Measured other) {
    return new Measured(
        Math.min(nanos, other.nanos), Math.max(memory, other.memory), other.printed);
  }

  /// "4512 ms, at most 95 MiB".
  public String words() {
    return "%d ms, at most %d MiB".formatted(nanos / 1_000_000, memory >> 10);
  }
}
