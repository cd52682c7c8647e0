package dev.mooring.tunnel;

import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams opened ahead, so that a new local connection need not wait for one.
///
/// Spares are made after one was asked for and not otherwise: whoever is idle holds none once their
/// life is over. One that has ended, is too old or leads to the wrong place is never handed out.
/// Thread-safe; closing closes the spares, not the streams that were taken.
///
/// @param <S> what is opened
public final class SpareStreams<S extends ByteStream> implements AutoCloseable {
  /// The stream just handed out goes first: opening another one at the same moment slows it down.
  private static final Duration AFTER = Duration.ofMillis(10);

  private static final Logger LOG = LoggerFactory.getLogger(SpareStreams.class);

  private final int most;
  private final Duration life;
  private final Source<S> source;
  private final Deque<Spare<S>> spares = new ArrayDeque<>();
  private @Nullable Thread filler;
  private boolean closed;

  /// Where the streams come from.
  public interface Source<S> {

    /// @throws MooringException when there is none to be had, saying why
    S open() throws InterruptedException;

    /// Whether a new stream would lead where this one does.
    boolean current(S spare);

    /// Called with each stream that is put aside as a spare.
    default void putAside(S spare) {}
  }

  private record Spare<S>(S stream, long since) {}

  /// @param most how many are kept at the same time
  /// @param life how old one may be when it is handed out
  public SpareStreams(int most, Duration life, Source<S> source) {
    this.most = most;
    this.life = life;
    this.source = source;
  }

  /// A spare that is still good, or a new stream; the caller closes it.
  ///
  /// @throws MooringException when there is no spare and no new stream to be had
  public S take() throws InterruptedException {
    S spare = poll();
    if (spare != null) {
      fill();
      return spare;
    }
    S fresh = source.open();
    fill();
    return fresh;
  }

  private @Nullable S poll() {
    while (true) {
      Spare<S> next;
      synchronized (spares) {
        next = spares.pollFirst();
      }
      if (next == null) {
        return null;
      }
      if (good(next)) {
        return next.stream();
      }
      next.stream().close();
    }
  }

  private boolean good(Spare<S> spare) {
    return System.nanoTime() - spare.since() < life.toNanos()
        && !spare.stream().ended()
        && source.current(spare.stream());
  }

  private void fill() {
    synchronized (spares) {
      if (!closed && filler == null && spares.size() < most) {
        filler = Thread.ofVirtual().name("spare-streams").start(this::fillUp);
      }
    }
  }

  private void fillUp() {
    try {
      Thread.sleep(AFTER);
      while (wanted()) {
        S stream = source.open();
        source.putAside(stream);
        if (!keep(stream)) {
          stream.close();
        }
      }
    } catch (MooringException e) {
      LOG.debug("No spare stream", e);
    } catch (InterruptedException e) {
      LOG.debug("Closed while a spare stream was opened");
    } finally {
      synchronized (spares) {
        filler = null;
      }
    }
  }

  private boolean wanted() {
    synchronized (spares) {
      return !closed && spares.size() < most;
    }
  }

  private boolean keep(S stream) {
    synchronized (spares) {
      if (closed) {
        return false;
      }
      spares.addLast(new Spare<>(stream, System.nanoTime()));
      return true;
    }
  }

  /// Closes the spares that are of no more use. Called now and then.
  public void tidy() {
    List<Spare<S>> all;
    synchronized (spares) {
      all = List.copyOf(spares);
    }
    for (Spare<S> each : all) {
      if (!good(each) && remove(each)) {
        each.stream().close();
      }
    }
  }

  private boolean remove(Spare<S> spare) {
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
    List<Spare<S>> all;
    synchronized (spares) {
      closed = true;
      all = List.copyOf(spares);
      spares.clear();
      if (filler != null) {
        filler.interrupt();
      }
    }
    all.forEach(each -> each.stream().close());
  }
}
