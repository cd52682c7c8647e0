package dev.mooring.stack;

import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs questions side by side, eight at a time; an interrupt ends them all.
final class Concurrently {
  private static final int WIDTH = 8;

  private Concurrently() {}

  static <T> List<T> all(List<? extends Callable<T>> calls) throws InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(WIDTH, Thread.ofVirtual().name("stack-", 0).factory())) {
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(calls)) {
        results.add(value(each));
      }
      return results;
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
