package dev.mooring.forward.listener;

import dev.mooring.forward.listener.LocalUsers.Lookup;
import dev.mooring.platform.PeerOwner;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The places of one port, so that no process and no user of this machine can take them all for as
/// long as it likes: when there is none left, the connection that has been quiet for longest yields
/// its own, and half of them are kept for the user who runs Mooring.
///
/// macOS and Windows name a user's own connections only. One that cannot be named may be another
/// user's, so it gets none of those that are kept. Thread-safe.
final class Places {
  private static final Duration LOOK = Duration.ofMillis(250);

  /// What came of a connection that asked for a place.
  enum Answer {
    TAKEN,
    /// All are taken by connections that are in use.
    CROWDED,
    /// It is another user's, and the rest is kept for the owner.
    KEPT,
    /// The system does not say whose it is, and the rest is kept for the owner.
    KEPT_FROM_UNKNOWN
  }

  private final Limits limits;
  private final Lookup lookup;
  private final Semaphore free;
  private final Set<Connection> taken = ConcurrentHashMap.newKeySet();

  /// @param lookup asked only while half of the places are taken
  Places(Limits limits, Lookup lookup) {
    this.limits = limits;
    this.lookup = lookup;
    this.free = new Semaphore(limits.places());
  }

  int used() {
    return limits.places() - free.availablePermits();
  }

  /// Waits for a place where there is none.
  Answer take(Connection next) throws InterruptedException {
    if (used() >= limits.places() / 2) {
      PeerOwner owner = lookup.owner(next.peer(), next.local());
      if (owner instanceof PeerOwner.Other) {
        return Answer.KEPT;
      }
      if (owner instanceof PeerOwner.Unknown) {
        return Answer.KEPT_FROM_UNKNOWN;
      }
    }
    long end = System.nanoTime() + limits.parked().toNanos();
    while (!free.tryAcquire()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return Answer.CROWDED;
      }
      yieldQuietest();
      if (free.tryAcquire(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS)) {
        break;
      }
    }
    taken.add(next);
    return Answer.TAKEN;
  }

  void leave(Connection ended) {
    taken.remove(ended);
    free.release();
  }

  /// Every connection that has a place.
  Set<Connection> taken() {
    return Set.copyOf(taken);
  }

  private void yieldQuietest() {
    long now = System.nanoTime();
    taken.stream()
        .filter(each -> !each.given() && each.quiet(now).compareTo(limit(each)) >= 0)
        .max(Comparator.comparing(each -> each.quiet(now)))
        .ifPresent(Connection::giveUp);
  }

  private Duration limit(Connection connection) {
    return connection.mute() ? limits.mute() : limits.quiet();
  }
}
