package dev.mooring.forward;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A [ForwardProcess] that runs, and what it said.
final class Child implements AutoCloseable {
  /// @param at by [System#nanoTime]
  record Said(long at, String forward, boolean active, String words) {}

  private final Process process;
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final List<Said> said = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  /// @param forwards each `NAME TARGET PORT PICK`
  Child(String namespace, List<String> forwards) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(ForwardProcess.class.getName());
    command.add(namespace);
    command.addAll(forwards);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread.ofVirtual().name("child").start(this::read);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 4);
        switch (words[0]) {
          case "LISTEN" -> ports.put(words[1], Integer.valueOf(words[2]));
          case "STATE" ->
              said.add(
                  new Said(
                      System.nanoTime(),
                      words[1],
                      words[2].equals("active"),
                      words.length > 3 ? words[3] : ""));
          default -> answers.add(line);
        }
      }
    } catch (IOException e) {
      answers.add("the child's output ended: " + e);
    }
  }

  Map<String, Integer> ports() {
    return ports;
  }

  List<Said> said() {
    return said;
  }

  /// What a forward said last.
  Said last(String forward) {
    return said.stream()
        .filter(each -> each.forward().equals(forward))
        .reduce((first, second) -> second)
        .orElse(new Said(0, forward, false, "nothing yet"));
  }

  boolean allActive() {
    return !ports.isEmpty() && ports.keySet().stream().allMatch(each -> last(each).active());
  }

  /// Threads, sockets, heap.
  long[] count() throws IOException, InterruptedException {
    answers.clear();
    process.outputWriter().write("count\n");
    process.outputWriter().flush();
    String answer = answers.poll(60, TimeUnit.SECONDS);
    if (answer == null || !answer.startsWith("COUNT ")) {
      throw new IOException("no count: " + answer);
    }
    String[] words = answer.split(" ", -1);
    return new long[] {
      Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3])
    };
  }

  List<String> events() throws IOException, InterruptedException {
    answers.clear();
    process.outputWriter().write("events\n");
    process.outputWriter().flush();
    List<String> events = new ArrayList<>();
    String next = answers.poll(60, TimeUnit.SECONDS);
    while (next != null && !next.equals("EVENTS END")) {
      events.add(next);
      next = answers.poll(60, TimeUnit.SECONDS);
    }
    return events;
  }

  /// @param signal "STOP" or "CONT"
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    signal("CONT");
    process.outputWriter().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
