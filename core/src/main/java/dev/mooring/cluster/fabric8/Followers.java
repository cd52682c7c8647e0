package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.Watched;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The watches of one cluster, each shared by all who follow the same, and the heartbeat that tells
/// whether they still mean anything.
///
/// A watch of a quiet kind says nothing for a minute, and a connection that the network dropped
/// says nothing for ever: the two look the same. So while anything is watched, the API server is
/// asked for its version every few seconds. No answer marks every list stale; the first answer
/// after that opens every watch anew, because the old connections may be dead although the server
/// lives.
final class Followers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

  /// A return is to be noticed soon, and a server that is away feels no load.
  private static final Duration LOST_BEAT = Duration.ofSeconds(1);

  private static final Problem AGAIN =
      new Problem(
          Code.LISTS_OUTDATED,
          Messages.of("the-lists-are-out-of-date"),
          Messages.of("they-are-being-reloaded"),
          new Remedy.Wait(Messages.of("wait-a-moment"), Duration.ofSeconds(10)));

  private final Pages pages;
  private final Api api;
  private final Duration beat;
  private final Map<Subject, Shared> active = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("watch-", 0).factory());
  private final Semaphore asked = new Semaphore(0);
  private @Nullable Future<?> beating;

  Followers(Pages pages, Api api, Duration beat) {
    this.pages = pages;
    this.api = api;
    this.beat = beat;
  }

  /// What is watched.
  private record Subject(Call call, String selector) {}

  /// A watch and how many follow it: sixty forwards into one namespace are one connection.
  private static final class Shared {
    private final Follower follower;
    private final Future<?> reading;
    private int users;

    Shared(Follower follower, Future<?> reading) {
      this.follower = follower;
      this.reading = reading;
    }
  }

  synchronized Subscription follow(
      Kind kind, @Nullable String namespace, String selector, Consumer<Watched> consumer) {
    Subject subject = new Subject(Call.of("watch", kind, namespace, ""), selector);
    Shared shared = active.get(subject);
    if (shared == null || shared.reading.isDone()) {
      Follower follower = new Follower(pages, api, subject.call(), selector);
      shared = new Shared(follower, threads.submit(follower::read));
      active.put(subject, shared);
    }
    Shared followed = shared;
    followed.users++;
    Future<?> telling = threads.submit(() -> followed.follower.list().tell(consumer));
    if (beating == null) {
      beating = threads.submit(this::beat);
    }
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      telling.cancel(true);
      if (!closed.getAndSet(true)) {
        leave(subject, followed);
      }
    };
  }

  private synchronized void leave(Subject subject, Shared shared) {
    shared.users--;
    if (shared.users > 0) {
      return;
    }
    shared.follower.end();
    shared.reading.cancel(true);
    active.remove(subject, shared);
    Future<?> running = beating;
    if (active.isEmpty() && running != null) {
      running.cancel(true);
      beating = null;
    }
  }

  void lookAgain() {
    asked.release();
    lost(AGAIN);
    again();
  }

  private void beat() {
    boolean lost = false;
    try {
      while (true) {
        Duration pause = lost && beat.compareTo(LOST_BEAT) > 0 ? LOST_BEAT : beat;
        if (asked.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          asked.drainPermits();
        }
        Problem silence = silence();
        if (silence != null) {
          lost = true;
          lost(silence);
        } else if (lost) {
          lost = false;
          again();
        } else {
          active.values().forEach(each -> each.follower.list().heard());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Problem silence() throws InterruptedException {
    try {
      return api.silence(beat);
    } catch (RuntimeException e) {
      LOG.error("asking for the API server's version met a defect", e);
      return defect(Messages.of("the-lists-are-out-of-date"), e);
    }
  }

  static Problem defect(String what, RuntimeException e) {
    return new Problem(
        Code.DEFECT,
        what,
        Messages.of("mooring-met-a-defect"),
        new Remedy.Advice(Messages.of("mooring-tries-again")),
        e.getClass().getName());
  }

  private void lost(Problem why) {
    active.values().forEach(each -> each.follower.list().lost(why));
  }

  private void again() {
    active.values().forEach(each -> each.follower.again());
  }

  @Override
  public void close() {
    active.values().forEach(each -> each.follower.end());
    active.clear();
    threads.shutdownNow();
  }
}
