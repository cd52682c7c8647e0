package dev.mooring.forward.ending;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fresh reads of pods, one for all who ask at the same time.
///
/// An answer is never older than the question: who asks while a read is under way waits for the
/// next one. Two reads of a pod begin at least 20 ms apart, however many ask. Thread-safe.
public final class PodReads {
  /// What a caller waits at most.
  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Duration APART = Duration.ofMillis(20);
  private static final Logger LOG = LoggerFactory.getLogger(PodReads.class);

  /// What came of a read.
  sealed interface Reading {
    /// The API server's answer; empty where there is no such pod.
    record Read(Optional<KubeObject> pod) implements Reading {}

    /// The user lacks the right to get pods.
    record NotAllowed() implements Reading {}

    /// The API server did not answer in time.
    record NoAnswer() implements Reading {}
  }

  private record Key(String namespace, String name) {}

  /// The reads of one pod: at most one under way and one to come.
  private static final class Reads {
    private @Nullable CompletableFuture<Reading> next;
    private boolean running;
    private long begun;
  }

  private final Cluster cluster;
  private final Map<Key, Reads> all = new HashMap<>();

  public PodReads(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Waits at most [#LIMIT].
  Reading read(String namespace, String name) throws InterruptedException {
    try {
      return ask(new Key(namespace, name)).get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Reading.NoAnswer();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private synchronized CompletableFuture<Reading> ask(Key key) {
    Reads reads = all.computeIfAbsent(key, ignored -> new Reads());
    CompletableFuture<Reading> next = reads.next;
    if (next == null) {
      next = new CompletableFuture<>();
      reads.next = next;
    }
    if (!reads.running) {
      reads.running = true;
      Thread.ofVirtual().name("pod-read-" + key.name()).start(() -> run(key, reads));
    }
    return next;
  }

  /// Reads as long as somebody asks.
  private void run(Key key, Reads reads) {
    for (CompletableFuture<Reading> next = begin(key, reads);
        next != null;
        next = begin(key, reads)) {
      try {
        next.complete(fresh(key));
      } catch (InterruptedException e) {
        // Nobody interrupts it.
        Thread.currentThread().interrupt();
        next.complete(new Reading.NoAnswer());
      } catch (RuntimeException e) {
        next.completeExceptionally(e);
      }
    }
  }

  private @Nullable CompletableFuture<Reading> begin(Key key, Reads reads) {
    pause(reads);
    synchronized (this) {
      CompletableFuture<Reading> next = reads.next;
      reads.next = null;
      reads.begun = System.nanoTime();
      if (next == null) {
        reads.running = false;
        all.remove(key);
      }
      return next;
    }
  }

  private static void pause(Reads reads) {
    try {
      long left = reads.begun == 0 ? 0 : reads.begun + APART.toNanos() - System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reading fresh(Key key) throws InterruptedException {
    try {
      return new Reading.Read(cluster.get(Kind.POD, key.namespace(), key.name()));
    } catch (MooringException e) {
      LOG.debug("Pod {} could not be read", key, e);
      return allowed(key) ? new Reading.NoAnswer() : new Reading.NotAllowed();
    }
  }

  private boolean allowed(Key key) throws InterruptedException {
    try {
      return cluster.allowed(AccessRequest.to("get", Kind.POD, key.namespace()));
    } catch (MooringException e) {
      LOG.debug("The right to get pods could not be asked for", e);
      return true;
    }
  }
}
