package dev.mooring.job;

import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Runs questions side by side, eight at a time; an interrupt ends them all.
public final class Concurrently {
  private static final int WIDTH = 8;

  private Concurrently() {}

  /// The answers in the order of the questions.
  ///
  /// @throws MooringException the first failure in that order
  public static <T> List<T> all(List<? extends Callable<T>> calls) throws InterruptedException {
    List<T> results = new ArrayList<>();
    inOrder(calls, results::add);
    return results;
  }

  /// @param results told of each result as soon as it and all before it are known
  public static <T> void inOrder(List<? extends Callable<T>> calls, Consumer<? super T> results)
      throws InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(WIDTH, Thread.ofVirtual().name("question-", 0).factory())) {
      try {
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> each : calls) {
          futures.add(threads.submit(each));
        }
        for (Future<T> each : futures) {
          results.accept(value(each));
        }
      } finally {
        // What is left after a failure is of no use; after success there is nothing left.
        threads.shutdownNow();
      }
    }
  }

  private static <T> T value(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case MooringException failed -> throw failed;
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException defect -> throw defect;
        case Error defect -> throw defect;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
