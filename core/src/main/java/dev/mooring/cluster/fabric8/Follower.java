package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Lines;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One list that follows the cluster, read on one thread.
final class Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  /// etcd holds objects of at most 1.5 MiB; their JSON is somewhat longer.
  private static final int LONGEST_EVENT = 16 << 20;

  private static final long FIRST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 10_000;

  /// A watch that ended sooner did not hold.
  private static final long SHORT = TimeUnit.SECONDS.toNanos(1);

  private final Pages pages;
  private final Api api;
  private final Call call;
  private final String selector;

  private final NewestList list = new NewestList();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition change = lock.newCondition();
  private boolean listAgain;
  private boolean held;

  /// Whether the server had an answer to the last watch, and it was no.
  private boolean refused;

  private volatile boolean ended;
  private volatile @Nullable InputStream stream;

  Follower(Pages pages, Api api, Call call, String selector) {
    this.pages = pages;
    this.api = api;
    this.call = call;
    this.selector = selector;
  }

  NewestList list() {
    return list;
  }

  /// Lists and watches until it is ended. Whatever goes wrong, a defect too, is told as a stale
  /// list and tried again, after pauses that grow until a watch held.
  void read() {
    long pause = FIRST_PAUSE;
    try {
      while (!ended) {
        held = false;
        Problem wrong = once();
        if (wrong != null) {
          list.lost(wrong);
        }
        pause = held ? FIRST_PAUSE : pause;
        pause(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return what ended it; null where nothing is wrong
  private @Nullable Problem once() throws InterruptedException {
    try {
      Pages.Listed listed = pages.list(call.as("list"), selector);
      replace(listed);
      if (listed.served()) {
        watch(listed.resourceVersion());
      }
      return null;
    } catch (IOException e) {
      return api.unreachable(call, e).problem();
    } catch (MooringException e) {
      return e.problem();
    } catch (RuntimeException e) {
      LOG.error("following {} met a defect", call.object(), e);
      return Followers.defect(call.what(), e);
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
    list.end();
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
              + Pages.selector(selector);
      try (InputStream in = open(call.path() + query)) {
        stream = in;
        if (isListWanted()) {
          return;
        }
        list.live();
        String newest = fold(Lines.whole(in, LONGEST_EVENT), version);
        if (newest == null) {
          return;
        }
        version = newest;
      } finally {
        stream = null;
      }
      if (System.nanoTime() - start < SHORT) {
        pause(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
      } else {
        held = true;
        pause = FIRST_PAUSE;
      }
    }
  }

  private InputStream open(String target) throws InterruptedException, IOException {
    try {
      InputStream opened = api.stream(call, target);
      refused = false;
      return opened;
    } catch (MooringException e) {
      refused = true;
      throw e;
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
          Documents.json(line, Messages.of("an-event-of-the-api-server"), Bounds.ANSWER);
      KubeObject object = Pages.slim(call.kind(), event.at("object"));
      switch (event.at("type").textOrEmpty()) {
        case "ADDED", "MODIFIED" -> list.put(object);
        case "DELETED" -> list.remove(object);
        case "BOOKMARK" -> list.heard();
        default -> {
          // ERROR, most often 410: the version is too old to go on from.
          return null;
        }
      }
      held = true;
      if (!object.resourceVersion().isEmpty()) {
        version = object.resourceVersion();
      }
    }
  }

  /// What is listed although it cannot be watched stays stale: nobody will hear of the next change.
  private void replace(Pages.Listed listed) {
    list.replace(listed.objects());
    // A kind that is not served is watched for by lists: its definition may be installed later.
    if (!refused || !listed.served()) {
      list.live();
    }
    lock.lock();
    try {
      listAgain = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isListWanted() {
    lock.lock();
    try {
      return listAgain;
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
