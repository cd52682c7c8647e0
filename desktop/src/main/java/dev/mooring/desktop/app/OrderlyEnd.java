package dev.mooring.desktop.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process does ends in order when the system asks for it: by Ctrl-C, SIGTERM, or the end
/// of the desktop's session. The thread that made it is interrupted, and the process stays until it
/// is closed.
final class OrderlyEnd implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderlyEnd.class);

  /// A debug session needs up to ten seconds to detach; the rest are quicker.
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicBoolean asked = new AtomicBoolean();

  OrderlyEnd() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("orderly-end").unstarted(this::end));
  }

  private void end() {
    asked.set(true);
    worker.interrupt();
    try {
      if (!ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Ended before all was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the process ends already; to exit would wait for itself then.
  boolean isAsked() {
    return asked.get();
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
