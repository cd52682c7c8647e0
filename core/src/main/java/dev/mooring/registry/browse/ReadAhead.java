package dev.mooring.registry.browse;

import dev.mooring.job.Concurrently;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Lists that bring calls, and what the calls come to: all side by side on virtual threads, told
/// in order, earlier ones asked first. Lists are read some way ahead, so that neither the first
/// answer waits for the last list nor a far registry is asked one question at a time. An
/// interrupt of the caller ends them all, and none is left behind.
final class ReadAhead {
  private static final int LISTS = 8;
  private static final int CALLS = 16;
  private static final int AHEAD = 64;

  private ReadAhead() {}

  /// @param results told on the caller's thread
  /// @throws dev.mooring.problem.MooringException the first failure in that order
  static <T> void of(List<Callable<List<Callable<T>>>> lists, Consumer<? super T> results)
      throws InterruptedException {
    try (ExecutorService listing =
            Executors.newFixedThreadPool(LISTS, Thread.ofVirtual().name("list-", 0).factory());
        ExecutorService calling =
            new ThreadPoolExecutor(
                CALLS,
                CALLS,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                Thread.ofVirtual().name("row-", 0).factory())) {
      try {
        List<Future<List<FutureTask<T>>>> ahead = new ArrayList<>();
        for (int i = 0; i < lists.size(); i++) {
          while (ahead.size() < Math.min(lists.size(), i + AHEAD)) {
            int place = ahead.size();
            ahead.add(listing.submit(() -> started(place, lists.get(place).call(), calling)));
          }
          for (FutureTask<T> each : Concurrently.value(ahead.get(i))) {
            results.accept(Concurrently.value(each));
          }
          ahead.set(i, new FutureTask<>(List::of));
        }
      } finally {
        // What is left after a failure is of no use; after success there is nothing left.
        listing.shutdownNow();
        calling.shutdownNow();
      }
    }
  }

  private static <T> List<FutureTask<T>> started(
      int place, List<Callable<T>> calls, ExecutorService calling) {
    List<FutureTask<T>> tasks = new ArrayList<>();
    for (Callable<T> each : calls) {
      FutureTask<T> task = new FutureTask<>(each);
      calling.execute(new Ranked(place, tasks.size(), task));
      tasks.add(task);
    }
    return tasks;
  }

  /// A call by its place in the order.
  private record Ranked(int list, int place, Runnable call)
      implements Runnable, Comparable<Ranked> {
    @Override
    public void run() {
      call.run();
    }

    @Override
    public int compareTo(Ranked other) {
      return list != other.list
          ? Integer.compare(list, other.list)
          : Integer.compare(place, other.place);
    }
  }
}
