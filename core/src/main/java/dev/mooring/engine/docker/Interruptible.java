package dev.mooring.engine.docker;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs calls that do not listen to interrupts, and ends them by taking away what they wait for.
final class Interruptible {
  private Interruptible() {}

  /// @param abort makes the running call fail soon
  static <T> T call(Callable<T> call, Runnable abort) throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread worker = Thread.ofVirtual().name("engine").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      abort.run();
      worker.join(java.time.Duration.ofSeconds(5));
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new EngineFailure(e.getCause());
      }
    }
  }

  /// A checked failure on its way to the border.
  static final class EngineFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineFailure(@org.jspecify.annotations.Nullable Throwable cause) {
      super(cause);
    }
  }
}
