package dev.mooring.tunnel.spdy;

import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The tunnels into one pod.
///
/// SPDY here has no windows, so a stream that nobody reads stops its whole tunnel, and streams
/// cannot move to another one later. So a new stream goes to a tunnel without any; where there is
/// none one more is opened, and the stream waits for it as long as that is quick. Otherwise it
/// shares a tunnel in which nothing stands still or moves a lot. Where many come for a moment only,
/// they share from the start ([BriefStreams]).
public final class PodTunnels implements TunnelPool {
  /// How long a stream waits for a tunnel of its own when it could share one. The last tunnel tells
  /// whether that is worth while: not where the server is far, nor while hundreds come at once.
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /// How many share a tunnel where all stay for a moment only.
  private static final int TOGETHER = 32;

  /// A tunnel that is being opened.
  private static final class Arrival {
    private final CompletableFuture<SpdyTunnel> tunnel = new CompletableFuture<>();
  }

  /// Opens one more tunnel.
  @FunctionalInterface
  public interface Opening {
    SpdyTunnel open(TunnelPool pool) throws IOException, InterruptedException;
  }

  private final String pod;
  private final Timing timing;
  private final Opening opening;
  private final List<SpdyTunnel> tunnels = new ArrayList<>();
  private final List<Arrival> arriving = new ArrayList<>();
  private final BriefStreams brief = new BriefStreams();
  private boolean quick = true;
  private boolean closed;

  public PodTunnels(String pod, Timing timing, Opening opening) {
    this.pod = pod;
    this.timing = timing;
    this.opening = opening;
  }

  /// A tunnel with a place reserved for the caller's stream.
  public SpdyTunnel place() throws IOException, InterruptedException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    boolean begun = false;
    while (true) {
      Arrival next;
      boolean sharing;
      synchronized (this) {
        if (closed) {
          throw new IOException("Mooring closed the connection");
        }
        Optional<SpdyTunnel> together = together();
        if (together.isPresent() && together.get().reserve()) {
          return together.get();
        }
        Optional<SpdyTunnel> best = best();
        if (best.isPresent() && best.get().load() == 0 && best.get().reserve()) {
          return best.get();
        }
        if (!begun && roomForMore()) {
          begun = true;
          begin();
        }
        sharing = best.isPresent();
        boolean wait = !sharing || (quick && patience - System.nanoTime() > 0);
        if (arriving.isEmpty() || !wait) {
          Optional<SpdyTunnel> shared = sharing ? best : leastBad();
          if (shared.isPresent() && shared.get().reserve()) {
            return shared.get();
          }
        }
        if (arriving.isEmpty()) {
          begin();
        }
        next = arriving.getLast();
      }
      if (sharing) {
        if (!arrived(next, patience - System.nanoTime())) {
          patience = System.nanoTime();
        }
      } else {
        arrived(next);
      }
    }
  }

  /// Waits for a tunnel that would only be better than what there is; false when it did not come.
  private static boolean arrived(Arrival next, long nanos) throws InterruptedException {
    try {
      next.tunnel.get(nanos, TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private static void arrived(Arrival next) throws IOException, InterruptedException {
    try {
      next.tunnel.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof MooringException problem) {
        throw problem;
      }
      throw new IllegalStateException(e);
    }
  }

  public synchronized void close() {
    closed = true;
    List.copyOf(tunnels).forEach(SpdyTunnel::close);
  }

  public synchronized List<SpdyTunnel> present() {
    prune();
    return List.copyOf(tunnels);
  }

  public synchronized boolean empty() {
    prune();
    return tunnels.isEmpty() && arriving.isEmpty();
  }

  private boolean roomForMore() {
    return arriving.size() < timing.handshakes()
        && tunnels.size() + arriving.size() < timing.tunnelsPerPod();
  }

  private Optional<SpdyTunnel> best() {
    prune();
    long now = System.nanoTime();
    return tunnels.stream()
        .filter(each -> each.usable() && !each.crowded(now))
        .min(Comparator.comparingInt(SpdyTunnel::load));
  }

  /// The first with room for one more of many that stay for a moment.
  private Optional<SpdyTunnel> together() {
    long now = System.nanoTime();
    return brief.many(now)
        ? tunnels.stream()
            .filter(each -> each.usable() && !each.crowded(now) && each.load() < TOGETHER)
            .findFirst()
        : Optional.empty();
  }

  private Optional<SpdyTunnel> leastBad() {
    return tunnels.stream()
        .filter(SpdyTunnel::usable)
        .min(
            Comparator.<SpdyTunnel, Boolean>comparing(each -> each.standing())
                .thenComparingInt(SpdyTunnel::load));
  }

  @Override
  public void left(long life, long bytes) {
    brief.closed(System.nanoTime(), life, bytes);
  }

  /// Its buffers go with it, although the pod may never be asked for again.
  @Override
  public synchronized void ended(SpdyTunnel tunnel) {
    tunnels.remove(tunnel);
  }

  @Override
  public synchronized boolean isSurplus(SpdyTunnel tunnel) {
    return !tunnels.stream().filter(SpdyTunnel::usable).findFirst().orElse(tunnel).equals(tunnel);
  }

  @Override
  public synchronized boolean isWatcher(SpdyTunnel tunnel) {
    return tunnels.stream().filter(SpdyTunnel::watches).findFirst().orElse(tunnel).equals(tunnel);
  }

  private void prune() {
    tunnels.removeIf(SpdyTunnel::over);
  }

  private void begin() {
    Arrival next = new Arrival();
    arriving.add(next);
    long start = System.nanoTime();
    Thread.ofVirtual()
        .name("tunnel-open-" + pod)
        .start(
            () -> {
              try {
                SpdyTunnel tunnel = opening.open(this);
                settle(next, tunnel, System.nanoTime() - start);
                next.tunnel.complete(tunnel);
              } catch (IOException | RuntimeException e) {
                settle(next, null, 0);
                next.tunnel.completeExceptionally(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                settle(next, null, 0);
                next.tunnel.completeExceptionally(new IOException("interrupted", e));
              }
            });
  }

  private synchronized void settle(Arrival next, @Nullable SpdyTunnel tunnel, long took) {
    arriving.remove(next);
    if (tunnel != null) {
      quick = took < PATIENCE.toNanos();
      tunnels.add(tunnel);
      // It may have ended meanwhile.
      prune();
      if (closed) {
        tunnel.close();
      }
    }
  }
}
