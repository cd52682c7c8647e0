package dev.mooring.engine.docker;

import dev.mooring.platform.BlockInput;
import dev.mooring.platform.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Bytes from whichever threads write to the one that reads, at most a mebibyte between them. The
/// JDK's pipes end when the thread that wrote last ends, and other threads have more to write.
final class ArchivePipe {
  private static final int SIZE = 1 << 20;

  private final byte[] ring = new byte[SIZE];
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int first;
  private int filled;
  private boolean ended;
  private boolean abandoned;
  private @Nullable Throwable failure;

  /// To write to; what it waits for ends with an interrupt.
  OutputStream out() {
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
          done += put(bytes, from + done, length - done);
        }
      }
    };
  }

  private int put(byte[] bytes, int from, int length) throws IOException {
    lock.lock();
    try {
      awaitWhile(() -> filled == SIZE && !abandoned);
      if (abandoned) {
        throw new IOException("nobody reads the archive any more");
      }
      int at = (first + filled) % SIZE;
      int some = Math.min(length, Math.min(SIZE - filled, SIZE - at));
      System.arraycopy(bytes, from, ring, at, some);
      filled += some;
      changed.signalAll();
      return some;
    } finally {
      lock.unlock();
    }
  }

  /// To read from; fails after what was written where writing failed.
  InputStream in() {
    return new BlockInput() {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return length == 0 ? 0 : take(into, from, length);
      }
    };
  }

  private int take(byte[] into, int from, int length) throws IOException {
    lock.lock();
    try {
      awaitWhile(() -> filled == 0 && !ended);
      if (filled == 0) {
        if (failure != null) {
          throw new IOException("the archive ended early", failure);
        }
        return -1;
      }
      int some = Math.min(length, Math.min(filled, SIZE - first));
      System.arraycopy(ring, first, into, from, some);
      first = (first + some) % SIZE;
      filled -= some;
      changed.signalAll();
      return some;
    } finally {
      lock.unlock();
    }
  }

  private void awaitWhile(BooleanSupplier waiting) throws InterruptedIOException {
    try {
      while (waiting.getAsBoolean()) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("it was cancelled");
    }
  }

  /// Nothing more is written.
  ///
  /// @param why null where all was
  void end(@Nullable Throwable why) {
    lock.lock();
    try {
      ended = true;
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more is read: whoever writes on fails.
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
