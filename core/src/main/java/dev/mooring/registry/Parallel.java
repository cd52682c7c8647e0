package dev.mooring.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Runs steps side by side, a few at a time, and ends them all when one fails or the caller is
/// interrupted.
public final class Parallel {

  /// One of the steps.
  @FunctionalInterface
  public interface Step<T> {
    T run() throws InterruptedException;
  }

  private Parallel() {}

  /// Failures of a step are thrown as they are.
  ///
  /// @return the results in the order of the steps
  public static <T> List<T> run(int width, List<? extends Step<T>> steps)
      throws InterruptedException {
    if (steps.isEmpty()) {
      return List.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(width, Thread.ofVirtual().name("registry-", 0).factory());
    try {
      var running = new ExecutorCompletionService<Done<T>>(threads);
      for (int i = 0; i < steps.size(); i++) {
        int index = i;
        running.submit(() -> new Done<>(index, steps.get(index).run()));
      }
      List<Done<T>> done = new ArrayList<>();
      while (done.size() < steps.size()) {
        done.add(running.take().get());
      }
      done.sort(java.util.Comparator.comparingInt(Done::index));
      return done.stream().map(Done::value).toList();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case InterruptedException interrupted -> throw interrupted;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } finally {
      // close() waits, so that nobody uses a file that the caller is about to close.
      threads.shutdownNow();
      threads.close();
    }
  }

  private record Done<T>(int index, T value) {}
}
