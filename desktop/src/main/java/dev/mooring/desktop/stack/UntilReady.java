package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Job;
import dev.mooring.job.Jobs;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Looks at a registry that is not ready until something about it is another: pods go on starting
/// after an install was cancelled, and others mend what is broken. On the UI's thread.
final class UntilReady implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Stack stack;
  private final Jobs reads;
  private final Ui ui;
  private final Runnable changed;
  private @Nullable Job<?> looking;

  /// @param changed told on the UI's thread, once for each [#after]
  UntilReady(Stack stack, Jobs reads, Ui ui, Runnable changed) {
    this.stack = stack;
    this.reads = reads;
    this.ui = ui;
    this.changed = changed;
  }

  /// @param shown what is on screen now
  void after(StackStatus shown) {
    close();
    if (!shown.installed() || shown.ready()) {
      return;
    }
    try {
      looking =
          reads.start(
              Messages.of("waiting-until-the-registry-is-ready"),
              progress -> {
                do {
                  Thread.sleep(PAUSE);
                } while (isStill(shown));
                ui.execute(changed);
                return "";
              });
    } catch (RejectedExecutionException e) {
      // Mooring ends.
      looking = null;
    }
  }

  private boolean isStill(StackStatus shown) throws InterruptedException {
    try {
      return stack.status(shown.options()).equals(shown);
    } catch (MooringException e) {
      return true;
    }
  }

  @Override
  public void close() {
    Job<?> before = looking;
    if (before != null) {
      before.cancel();
      looking = null;
    }
  }
}
