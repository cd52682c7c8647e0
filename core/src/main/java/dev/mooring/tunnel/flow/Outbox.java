package dev.mooring.tunnel.flow;

import dev.mooring.tunnel.connection.Wire;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Bytes on their way out of one connection: many threads append, one thread writes.
///
/// A thread of its own writes because interrupting a virtual thread in a socket write closes the
/// socket, and with it the streams of everybody else. While one batch is being written the next one
/// is collected; when that is full, appending waits. So at most two batches are ever queued.
public final class Outbox {
  /// Data waits when this much is collected: half as much moves a quarter less.
  private static final int BULK = 512 * 1024;

  /// The same where much waits elsewhere already.
  private static final int SCANT = 128 * 1024;

  /// Short data and control frames may use this much more, so that bulk does not hold them up.
  private static final int RESERVE = 64 * 1024;

  private static final int SHORT = 4 * 1024;

  /// What it begins with, and has again after a rest: an upload is over by then.
  private static final int SMALL = Wire.HEADROOM + SHORT;

  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Wire wire;
  private final Backlog backlog;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition work = lock.newCondition();
  private byte[] filling = new byte[SMALL];
  private byte[] writing = new byte[SMALL];
  private int used;
  private long grown;
  private long lastBulk;
  private boolean owed;
  private boolean finishing;
  private @Nullable IOException failure;
  private volatile long writingSince;

  public Outbox(Wire wire) {
    this(wire, Backlog.OF_PROCESS);
  }

  public Outbox(Wire wire, Backlog backlog) {
    this.wire = wire;
    this.backlog = backlog;
    wire.onOwed(this::wake);
  }

  /// Collects one data frame, waiting for room. Frames leave in their order, and in one piece.
  ///
  /// @param head of the frame, sent right before its content; may be empty
  /// @throws IOException once it has failed or is being finished, also for who waits
  public void append(byte[] head, byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    int size = head.length + length;
    int reserve = size <= SHORT ? RESERVE : 0;
    lock.lockInterruptibly();
    try {
      while (failure == null && used > 0 && used + size > bulk() + reserve) {
        room.await();
      }
      check();
      reserve(size);
      put(head, 0, head.length);
      put(source, offset, length);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// What there is already may be used in any case.
  private int bulk() {
    return backlog.ample() || filling.length > BULK ? BULK : SCANT;
  }

  /// Collects control frames without waiting. They are made under the lock, in the order in
  /// which they will be sent, and only where they will be.
  ///
  /// @throws IOException once it has failed or is being finished, and where the far side has
  /// taken nothing while 9 MiB came together
  public void control(Supplier<byte[]> frames) throws IOException {
    lock.lock();
    try {
      check();
      if (used > 16 * (BULK + RESERVE)) {
        throw new IOException("the API server does not take any more");
      }
      byte[] bytes = frames.get();
      reserve(bytes.length);
      put(bytes, 0, bytes.length);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Sends what is collected, then the protocol's end. Returns at once; more is refused.
  public void finish() {
    lock.lock();
    try {
      finishing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Ends it for everybody, those who wait among them. Only the first reason counts.
  public void fail(IOException why) {
    lock.lock();
    try {
      if (failure == null) {
        failure = why;
      }
      work.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// For how long the present write has been standing still, in nanoseconds.
  public long blockedFor(long now) {
    long since = writingSince;
    return since == 0 ? 0 : now - since;
  }

  /// The writing thread's work, until [#finish] or [#fail].
  public void run() throws IOException, InterruptedException {
    try {
      write();
    } finally {
      release();
    }
  }

  private void write() throws IOException, InterruptedException {
    while (true) {
      int length;
      boolean owes;
      lock.lockInterruptibly();
      try {
        awaitWork();
        if (failure != null) {
          return;
        }
        byte[] full = filling;
        filling = writing;
        writing = full;
        length = used;
        if (length > SHORT) {
          lastBulk = System.nanoTime();
        }
        used = 0;
        owes = owed;
        owed = false;
        room.signalAll();
      } finally {
        lock.unlock();
      }
      writingSince = System.nanoTime() | 1;
      if (owes) {
        wire.writeOwed();
      }
      if (length > 0) {
        wire.write(writing, Wire.HEADROOM, length);
      } else if (!owes) {
        wire.writeEnd();
        return;
      }
      writingSince = 0;
    }
  }

  private void wake() {
    lock.lock();
    try {
      owed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (finishing) {
      throw new IOException("the connection is closed");
    }
  }

  private void reserve(int size) {
    int needed = Wire.HEADROOM + used + size;
    int present = filling.length;
    if (present < needed) {
      int doubled = Math.min(2 * present, Wire.HEADROOM + BULK + RESERVE);
      filling = Arrays.copyOf(filling, Math.max(needed, doubled));
      backlog.add(filling.length - present);
      grown += filling.length - present;
    }
  }

  /// Nothing grows any more after this.
  private void release() {
    lock.lock();
    try {
      if (failure == null) {
        failure = new IOException("the connection is closed");
      }
      backlog.remove(grown);
      grown = 0;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when something is to be written, or nothing will be any more. Buffers that grew are
  /// given up once they have rested.
  private void awaitWork() throws InterruptedException {
    while (used == 0 && !owed && !finishing && failure == null) {
      if (grown == 0) {
        work.await();
      } else if (System.nanoTime() - lastBulk < REST_NANOS) {
        work.awaitNanos(REST_NANOS);
      } else {
        backlog.remove(grown);
        grown = 0;
        filling = new byte[SMALL];
        writing = new byte[SMALL];
      }
    }
  }

  private void put(byte[] source, int offset, int length) {
    System.arraycopy(source, offset, filling, Wire.HEADROOM + used, length);
    used += length;
  }
}
