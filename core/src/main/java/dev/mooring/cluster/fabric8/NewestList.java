package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a watch knows at the moment, for any number of consumers. Each is told on a thread of its
/// own, so that a slow one gets fewer lists and holds up nobody. Thread-safe.
final class NewestList {
  private static final Logger LOG = LoggerFactory.getLogger(NewestList.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Map<String, KubeObject> objects = new LinkedHashMap<>();
  private @Nullable Instant staleSince;
  private @Nullable Problem why;
  private Instant lastHeard = Instant.now();
  private @Nullable Watched newest;
  private long changes;
  private boolean ended;

  /// Hands each newest list to the consumer until this has ended; the first one as soon as anything
  /// is known.
  void tell(Consumer<Watched> consumer) {
    long told = 0;
    try {
      while (true) {
        Watched next;
        lock.lockInterruptibly();
        try {
          while (told == changes && !ended) {
            change.await();
          }
          if (ended) {
            return;
          }
          told = changes;
          next = newest();
        } finally {
          lock.unlock();
        }
        try {
          consumer.accept(next);
        } catch (RuntimeException e) {
          LOG.error("a subscriber of a watch failed", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The whole list as it is now. One that was stale stays so, as of now, until [#live].
  void replace(List<KubeObject> listed) {
    lock.lock();
    try {
      objects.clear();
      listed.forEach(each -> objects.put(key(each), each));
      lastHeard = Instant.now();
      if (staleSince != null) {
        staleSince = lastHeard;
      }
      changed();
    } finally {
      lock.unlock();
    }
  }

  /// From now on each change is heard.
  void live() {
    lock.lock();
    try {
      if (staleSince != null) {
        staleSince = null;
        why = null;
        changed();
      }
    } finally {
      lock.unlock();
    }
  }

  void put(KubeObject object) {
    lock.lock();
    try {
      lastHeard = Instant.now();
      objects.put(key(object), object);
      changed();
    } finally {
      lock.unlock();
    }
  }

  void remove(KubeObject object) {
    lock.lock();
    try {
      lastHeard = Instant.now();
      objects.remove(key(object));
      changed();
    } finally {
      lock.unlock();
    }
  }

  void lost(Problem problem) {
    lock.lock();
    try {
      if (staleSince == null) {
        staleSince = lastHeard;
      }
      why = problem;
      changed();
    } finally {
      lock.unlock();
    }
  }

  void heard() {
    lock.lock();
    try {
      lastHeard = Instant.now();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      change.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static String key(KubeObject object) {
    return object.namespace() + "/" + object.name();
  }

  private void changed() {
    changes++;
    newest = null;
    change.signalAll();
  }

  /// One for all consumers.
  private Watched newest() {
    Watched made = newest;
    if (made == null) {
      made = new Watched(List.copyOf(objects.values()), staleSince, why);
      newest = made;
    }
    return made;
  }
}
