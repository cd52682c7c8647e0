package dev.mooring.debug.delve;

import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waits for work no longer than it may take.
public final class Limit {
  private Limit() {}

  /// @return empty when it took too long; it is interrupted and has ended then
  public static <T> Optional<T> within(Duration limit, Callable<T> work)
      throws InterruptedException {
    try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<T> future = thread.submit(work);
      try {
        return Optional.of(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        return Optional.empty();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof MooringException known) {
          throw known;
        }
        throw new IllegalStateException(e.getCause());
      } finally {
        thread.shutdownNow();
      }
    }
  }
}
