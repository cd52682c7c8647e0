package dev.mooring.mesh;

import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams that have already shaken hands, so that a new local connection need not wait for it.
///
/// Spares are made after one was asked for and not otherwise: an idle forwarder holds none after
/// [#LIFE].
final class WarmPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmPool.class);
  private static final int MOST = 4;
  static final Duration LIFE = Duration.ofSeconds(20);

  private final Source source;
  private final Predicate<Upstream> current;
  private final Deque<Spare> spares = new ArrayDeque<>();
  private @Nullable Thread filler;
  private boolean closed;

  /// Makes one connection.
  @FunctionalInterface
  interface Source {
    Upstream open() throws InterruptedException;
  }

  private record Spare(Upstream upstream, long since) {}

  /// @param current whether a spare still leads to the right pod under the present certificate
  WarmPool(Source source, Predicate<Upstream> current) {
    this.source = source;
    this.current = current;
  }

  /// A spare that is still good, or a new connection.
  Upstream take() throws InterruptedException {
    Upstream spare = poll();
    if (spare != null) {
      fill();
      return spare;
    }
    Upstream fresh = source.open();
    fill();
    return fresh;
  }

  private @Nullable Upstream poll() {
    while (true) {
      Spare next;
      synchronized (spares) {
        next = spares.pollFirst();
      }
      if (next == null) {
        return null;
      }
      if (good(next)) {
        return next.upstream();
      }
      next.upstream().close();
    }
  }

  private boolean good(Spare spare) {
    return System.nanoTime() - spare.since() < LIFE.toNanos()
        && spare.upstream().tls().usable()
        && current.test(spare.upstream());
  }

  private void fill() {
    synchronized (spares) {
      if (!closed && filler == null && spares.size() < MOST) {
        filler = Thread.ofVirtual().name("warm-pool").start(this::fillUp);
      }
    }
  }

  private void fillUp() {
    try {
      while (wanted()) {
        Upstream upstream = source.open();
        Thread.ofVirtual().name("spare").start(upstream.tls()::readAhead);
        if (!keep(upstream)) {
          upstream.close();
        }
      }
    } catch (MooringException e) {
      LOG.debug("No spare connection", e);
    } catch (InterruptedException e) {
      LOG.debug("Closed while a spare connection was made");
    } finally {
      synchronized (spares) {
        filler = null;
      }
    }
  }

  private boolean wanted() {
    synchronized (spares) {
      return !closed && spares.size() < MOST;
    }
  }

  private boolean keep(Upstream upstream) {
    synchronized (spares) {
      if (closed) {
        return false;
      }
      spares.addLast(new Spare(upstream, System.nanoTime()));
      return true;
    }
  }

  /// Closes the spares that are of no more use. Called now and then.
  void tidy() {
    List<Spare> all;
    synchronized (spares) {
      all = List.copyOf(spares);
    }
    for (Spare each : all) {
      if (!good(each) && remove(each)) {
        each.upstream().close();
      }
    }
  }

  private boolean remove(Spare spare) {
    synchronized (spares) {
      return spares.remove(spare);
    }
  }

  int size() {
    synchronized (spares) {
      return spares.size();
    }
  }

  @Override
  public void close() {
    List<Spare> all;
    synchronized (spares) {
      closed = true;
      all = List.copyOf(spares);
      spares.clear();
      if (filler != null) {
        filler.interrupt();
      }
    }
    all.forEach(each -> each.upstream().close());
  }
}
