package dev.mooring.registry;

import dev.mooring.job.Progress;
import java.util.concurrent.atomic.AtomicLong;

/// Adds up bytes from several threads and reports them a few times a second.
public final class Meter {
  private static final long PERIOD_NANOS = 100_000_000;

  private final Progress progress;
  private final String part;
  private final long total;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong reported = new AtomicLong(System.nanoTime() - PERIOD_NANOS);

  /// @param part what is being done: "Pushing ana/app"
  /// @param total bytes
  public Meter(Progress progress, String part, long total) {
    this.progress = progress;
    this.part = part;
    this.total = total;
  }

  /// @param bytes negative when they have to be sent again
  public void add(long bytes) {
    long now = done.addAndGet(bytes);
    long last = reported.get();
    long time = System.nanoTime();
    if (now >= total || time - last >= PERIOD_NANOS) {
      if (reported.compareAndSet(last, time) || now >= total) {
        report(now);
      }
    }
  }

  /// Reports what is done by now.
  public void report() {
    report(done.get());
  }

  private void report(long now) {
    progress.advance(part, Math.min(now, total), total, Progress.Unit.BYTES);
  }
}
