package dev.mooring.document;

import java.util.concurrent.Semaphore;

/// Memory that documents from outside may take up at once, for all who read within it: small ones
/// side by side, large ones one after the other. Thread-safe.
public final class Allowance {
  private static final int UNIT = 1 << 10;

  private final int units;
  private final Semaphore free;

  /// @param bytes of memory, at most two TiB
  public Allowance(long bytes) {
    units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /// What is done with a document.
  @FunctionalInterface
  public interface Reading<T> {
    T read() throws InterruptedException;
  }

  /// Waits until there is room, and reads. Who reads must not ask for more within.
  ///
  /// @param bytes that it takes at worst, as [Bounds#worst] says; more than the whole counts as the
  /// whole
  public <T> T within(long bytes, Reading<T> reading) throws InterruptedException {
    int taken = (int) Math.min(units, bytes / UNIT + 1);
    free.acquire(taken);
    try {
      return reading.read();
    } finally {
      free.release(taken);
    }
  }
}
