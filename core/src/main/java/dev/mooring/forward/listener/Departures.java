package dev.mooring.forward.listener;

import dev.mooring.platform.OperatingSystem;
import dev.mooring.platform.PeerOwner;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices applications that are gone while their connections wait: TCP tells a closed socket from
/// a half-closed one only to the system that holds both ends.
///
/// Only Linux is asked: elsewhere a program would have to be run each time. Thread-safe.
final class Departures {
  private static final Duration APART = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  private final LocalUsers.Lookup lookup;
  private final boolean cheap;
  private final Set<Connection> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  Departures(LocalUsers.Lookup lookup) {
    this.lookup = lookup;
    this.cheap = OperatingSystem.current() == OperatingSystem.LINUX;
  }

  /// Whether no program holds the other end any more; false where the system does not say.
  boolean gone(Connection connection) {
    try {
      return cheap && lookup.owner(connection.peer(), connection.local()) instanceof PeerOwner.Gone;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Gives a connection up once its application has gone, until [#goesOn]. One that goes on within
  /// half a second costs nothing.
  void waits(Connection connection) {
    if (cheap) {
      waiting.add(connection);
      look();
    }
  }

  void goesOn(Connection connection) {
    waiting.remove(connection);
  }

  private void look() {
    if (looking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("forward-departures").start(this::run);
    }
  }

  private void run() {
    try {
      while (!waiting.isEmpty()) {
        Thread.sleep(APART);
        for (Connection each : waiting) {
          if (gone(each)) {
            LOG.debug("A connection was given up: its application has gone");
            each.giveUp();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      looking.set(false);
      if (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
        look();
      }
    }
  }
}
