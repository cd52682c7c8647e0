package dev.mooring.desktop.app;

import dev.mooring.desktop.terminal.Commands;
import dev.mooring.platform.FreePorts;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs another Mooring over a practice cluster, so that the JVM writes down what a start of that
/// kind loads.
///
/// The cluster is this process's: it must not be in the other's cache.
final class Training {
  static final String WORD = "--train";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int FIRST_PORT = 20_000;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final StartKind kind;
  private final List<String> program;

  private Training(StartKind kind, List<String> program) {
    this.kind = kind;
    this.program = program;
  }

  /// @param words the kind, then how the other one is started: the JVM, its flags, the class
  /// @return the exit code
  static int run(List<String> words) {
    try {
      StartKind kind = StartKind.of(words.getFirst()).orElseThrow(Training::failed);
      new Training(kind, words.subList(1, words.size())).run();
      return 0;
    } catch (MooringException e) {
      Commands.tell(e.problem());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private void run() throws InterruptedException {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      cluster.runHello("default");
      PracticeRun.withFiles(cluster, this::learn);
    }
  }

  private void learn(Path kubeconfig) throws InterruptedException {
    int port = FreePorts.after(FIRST_PORT).orElseThrow(Training::failed);
    List<String> line = new ArrayList<>(program);
    line.addAll(kind.run());
    if (kind == StartKind.FORWARD) {
      line.add(port + ":80");
    }
    ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("MOORING_HOME", kubeconfig.resolveSibling("home").toString());
    try {
      Process process = builder.start();
      try {
        if (kind == StartKind.FORWARD) {
          awaitAnswer(process, port);
          process.destroy();
        }
        // The JVM writes the cache on its way out.
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
          throw failed();
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw problem().raise(e);
    }
  }

  private static void awaitAnswer(Process process, int port) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < end) {
        try {
          client.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/")).build(),
              HttpResponse.BodyHandlers.discarding());
          return;
        } catch (IOException e) {
          Thread.sleep(PAUSE);
        }
      }
    }
    throw failed();
  }

  private static MooringException failed() {
    return problem().raise();
  }

  private static Problem problem() {
    return new Problem(
        Code.GENERAL,
        Messages.of("no-start-cache"),
        Messages.of("training-did-not-end"),
        new Remedy.Advice(Messages.of("starts-without-a-cache")));
  }
}
