package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One list that follows the cluster: read on one thread, told to the consumer on another, so that
/// a slow consumer gets fewer lists instead of holding up the connection.
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final long FIRST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 10_000;

  private final FabricCluster cluster;
  private final Api api;
  private final Call call;
  private final String selector;
  private final Consumer<Watched> consumer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private final Map<String, KubeObject> objects = new LinkedHashMap<>();
  private @Nullable Instant staleSince;
  private @Nullable Problem why;
  private Instant lastHeard = Instant.now();
  private boolean dirty;
  private boolean listAgain;
  private volatile boolean ended;
  private volatile @Nullable InputStream stream;

  Follower(FabricCluster cluster, Api api, Call call, String selector, Consumer<Watched> consumer) {
    this.cluster = cluster;
    this.api = api;
    this.call = call;
    this.selector = selector;
    this.consumer = consumer;
  }

  /// Lists and watches until it is ended.
  void read() {
    long pause = FIRST_PAUSE;
    try {
      while (!ended) {
        try {
          String namespace = call.namespace().isEmpty() ? null : call.namespace();
          FabricCluster.Listed listed = cluster.page(call.kind(), namespace, selector);
          replace(listed.objects());
          pause = FIRST_PAUSE;
          if (listed.served()) {
            watch(listed.resourceVersion());
          } else {
            // Its definition may be installed later.
            pause = LONGEST_PAUSE;
          }
        } catch (IOException e) {
          lost(api.unreachable(call, e).problem());
        } catch (MooringException e) {
          lost(e.problem());
        }
        pause(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("following {} ended by a defect", call.object(), e);
    }
  }

  /// Hands each newest list to the consumer until it is ended.
  void tell() {
    try {
      while (true) {
        Watched newest = next();
        if (newest == null) {
          return;
        }
        try {
          consumer.accept(newest);
        } catch (RuntimeException e) {
          LOG.error("a subscriber of {} failed", call.object(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  /// Starts anew with a list, at once.
  void again() {
    lock.lock();
    try {
      listAgain = true;
      change.signalAll();
    } finally {
      lock.unlock();
    }
    closeStream();
  }

  void end() {
    ended = true;
    again();
  }

  private void watch(String from) throws InterruptedException, IOException {
    String version = from;
    long pause = FIRST_PAUSE;
    while (!ended && !isListWanted()) {
      long start = System.nanoTime();
      int seconds = ThreadLocalRandom.current().nextInt(240, 360);
      String query =
          "?watch=1&allowWatchBookmarks=true&timeoutSeconds="
              + seconds
              + "&resourceVersion="
              + Call.query(version)
              + FabricCluster.selector(selector);
      try (InputStream in = api.stream(call, call.path() + query)) {
        stream = in;
        if (isListWanted()) {
          return;
        }
        String newest = fold(new Lines(in), version);
        if (newest == null) {
          return;
        }
        version = newest;
      } finally {
        stream = null;
      }
      if (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1)) {
        pause(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      } else {
        pause = FIRST_PAUSE;
      }
    }
  }

  /// Takes in events until the stream ends.
  ///
  /// @return the version to go on from, or null when only a new list helps
  private @Nullable String fold(Lines lines, String from) throws InterruptedException {
    String version = from;
    while (true) {
      byte[] line;
      try {
        line = lines.next();
      } catch (IOException e) {
        if (Thread.interrupted() || ended) {
          throw new InterruptedException();
        }
        // Whether the server is gone shows when the watch is opened again.
        return isListWanted() ? null : version;
      }
      if (line == null) {
        return isListWanted() ? null : version;
      }
      Document event =
          dev.mooring.document.Documents.json(line, Messages.of("an-event-of-the-api-server"));
      KubeObject object = FabricCluster.slim(call.kind(), event.at("object"));
      switch (event.at("type").textOrEmpty()) {
        case "ADDED", "MODIFIED" -> put(object, false);
        case "DELETED" -> put(object, true);
        case "BOOKMARK" -> heard();
        default -> {
          // ERROR, most often 410: the version is too old to go on from.
          return null;
        }
      }
      if (!object.resourceVersion().isEmpty()) {
        version = object.resourceVersion();
      }
    }
  }

  private void put(KubeObject object, boolean gone) {
    String key = object.namespace() + "/" + object.name();
    lock.lock();
    try {
      lastHeard = Instant.now();
      if (gone) {
        objects.remove(key);
      } else {
        objects.put(key, object);
      }
      changed();
    } finally {
      lock.unlock();
    }
  }

  private void replace(List<KubeObject> listed) {
    lock.lock();
    try {
      objects.clear();
      listed.forEach(each -> objects.put(each.namespace() + "/" + each.name(), each));
      listAgain = false;
      staleSince = null;
      why = null;
      lastHeard = Instant.now();
      changed();
    } finally {
      lock.unlock();
    }
  }

  private void changed() {
    dirty = true;
    change.signalAll();
  }

  private boolean isListWanted() {
    lock.lock();
    try {
      return listAgain;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Watched next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!dirty && !ended) {
        change.await();
      }
      dirty = false;
      return ended ? null : new Watched(List.copyOf(objects.values()), staleSince, why);
    } finally {
      lock.unlock();
    }
  }

  private void pause(long millis) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !listAgain && !ended) {
        left = change.awaitNanos(left);
      }
      listAgain = false;
    } finally {
      lock.unlock();
    }
  }

  private void closeStream() {
    InputStream open = stream;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("closing a watch of {}", call.object(), e);
      }
    }
  }
}
