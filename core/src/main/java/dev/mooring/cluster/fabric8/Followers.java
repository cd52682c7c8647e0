package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.Watched;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The watches of one cluster and the heartbeat that tells whether they still mean anything.
///
/// A watch of a quiet kind says nothing for a minute, and a connection that the network dropped
/// says nothing for ever: the two look the same. So while anything is watched, the API server is
/// asked for its version every few seconds. No answer marks every list stale; the first answer
/// after that opens every watch anew, because the old connections may be dead although the server
/// lives.
final class Followers implements AutoCloseable {
  /// A return is to be noticed soon, and a server that is away feels no load.
  private static final Duration LOST_BEAT = Duration.ofSeconds(1);

  private static final Problem AGAIN =
      new Problem(
          Code.LISTS_OUTDATED,
          Messages.of("the-lists-are-out-of-date"),
          Messages.of("they-are-being-reloaded"),
          new Remedy.Wait(Messages.of("wait-a-moment"), Duration.ofSeconds(10)));

  private final FabricCluster cluster;
  private final Api api;
  private final Duration beat;
  private final Set<Follower> active = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("watch-", 0).factory());
  private final Semaphore asked = new Semaphore(0);
  private @Nullable Future<?> beating;

  Followers(FabricCluster cluster, Api api, Duration beat) {
    this.cluster = cluster;
    this.api = api;
    this.beat = beat;
  }

  synchronized Subscription follow(
      Kind kind, @Nullable String namespace, String selector, Consumer<Watched> consumer) {
    Call call = Call.of("watch", kind, namespace, "");
    Follower follower = new Follower(cluster, api, call, selector, consumer);
    active.add(follower);
    Future<?> reading = threads.submit(follower::read);
    Future<?> telling = threads.submit(follower::tell);
    if (beating == null) {
      beating = threads.submit(this::beat);
    }
    return () -> {
      follower.end();
      reading.cancel(true);
      telling.cancel(true);
      forget(follower);
    };
  }

  private synchronized void forget(Follower follower) {
    active.remove(follower);
    Future<?> running = beating;
    if (active.isEmpty() && running != null) {
      running.cancel(true);
      beating = null;
    }
  }

  void lookAgain() {
    asked.release();
    active.forEach(each -> each.lost(AGAIN));
    active.forEach(Follower::again);
  }

  private void beat() {
    boolean lost = false;
    try {
      while (true) {
        Duration pause = lost && beat.compareTo(LOST_BEAT) > 0 ? LOST_BEAT : beat;
        if (asked.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
          asked.drainPermits();
        }
        Problem silence = api.silence(beat);
        if (silence != null) {
          lost = true;
          active.forEach(each -> each.lost(silence));
        } else if (lost) {
          lost = false;
          active.forEach(Follower::again);
        } else {
          active.forEach(Follower::heard);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    active.forEach(Follower::end);
    active.clear();
    threads.shutdownNow();
  }
}
