package dev.mooring.job;

import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Runs calls side by side on virtual threads; an interrupt of the caller ends them all, and
/// none is left behind when it returns. Failures of a call are thrown as they are.
public final class Concurrently {
  private static final int WIDTH = 8;

  private Concurrently() {}

  /// The answers in the order of the questions, eight of which are asked at a time.
  ///
  /// @throws MooringException the first failure in that order
  public static <T> List<T> all(List<? extends Callable<T>> calls) throws InterruptedException {
    List<T> results = new ArrayList<>();
    inOrder(calls, results::add);
    return results;
  }

  /// The same as they come.
  ///
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

  /// Runs steps of one work, a few at a time: as soon as one fails, the others are ended.
  ///
  /// @param width how many at a time
  /// @return the results in the order of the steps
  public static <T> List<T> run(int width, List<? extends Callable<T>> steps)
      throws InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(width, Thread.ofVirtual().name("step-", 0).factory())) {
      try {
        var done = new ExecutorCompletionService<T>(threads);
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> each : steps) {
          futures.add(done.submit(each));
        }
        for (int i = 0; i < steps.size(); i++) {
          value(done.take());
        }
        List<T> results = new ArrayList<>();
        for (Future<T> each : futures) {
          results.add(value(each));
        }
        return results;
      } finally {
        // Closing waits, so that nobody uses a file that the caller is about to close.
        threads.shutdownNow();
      }
    }
  }

  /// What a call came to; its failure is thrown as it was.
  public static <T> T value(Future<T> future) throws InterruptedException {
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
