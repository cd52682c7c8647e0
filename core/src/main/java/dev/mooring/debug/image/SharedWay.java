package dev.mooring.debug.image;

import dev.mooring.debug.delve.RegistryWay;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One way to the registry for many questions that follow each other: it ends some seconds after
/// the last. A registry that isn't there, or can't be reached, isn't asked for again for a while.
///
/// Thread-safe.
final class SharedWay implements RegistryWay, AutoCloseable {
  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final Duration RESTED = Duration.ofSeconds(30);

  private final RegistryWay way;
  private @Nullable Opened open;
  private int users;
  private long used;
  private long failed;
  private boolean closed;

  SharedWay(RegistryWay way) {
    this.way = way;
    failed = System.nanoTime() - RESTED.toNanos();
  }

  @Override
  public synchronized Optional<Opened> open() throws InterruptedException {
    if (closed || (open == null && System.nanoTime() - failed < RESTED.toNanos())) {
      return Optional.empty();
    }
    Opened shared = open;
    if (shared == null) {
      failed = System.nanoTime();
      Optional<Opened> next;
      try {
        next = way.open();
      } catch (MooringException e) {
        return Optional.empty();
      }
      if (next.isEmpty()) {
        return Optional.empty();
      }
      shared = next.get();
      open = shared;
      failed = System.nanoTime() - RESTED.toNanos();
      Thread.ofVirtual().name("registry-way").start(this::endUnused);
    }
    users++;
    return Optional.of(new Opened(shared.registry(), this::leave));
  }

  private synchronized void leave() {
    users--;
    used = System.nanoTime();
  }

  private void endUnused() {
    try {
      while (!ended()) {
        Thread.sleep(KEPT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean ended() {
    if (open != null && users == 0 && System.nanoTime() - used > KEPT.toNanos()) {
      end();
    }
    return open == null;
  }

  private void end() {
    Opened last = open;
    open = null;
    if (last != null) {
      last.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
