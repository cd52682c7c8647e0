package dev.mooring.tunnel.spdy;

import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

  /// Opens one more tunnel.
  @FunctionalInterface
  public interface Opening {
    SpdyTunnel open(TunnelPool pool) throws IOException, InterruptedException;
  }

  private final String pod;
  private final Timing timing;
  private final Opening opening;
  private final Duration patience;
  private final List<SpdyTunnel> tunnels = new ArrayList<>();
  private final BriefStreams brief = new BriefStreams();
  private @Nullable Exception failure;
  private int failures;
  private int arriving;
  private int waiting;
  private boolean quick = true;
  private boolean closed;

  public PodTunnels(String pod, Timing timing, Opening opening) {
    this(pod, timing, opening, PATIENCE);
  }

  PodTunnels(String pod, Timing timing, Opening opening, Duration patience) {
    this.pod = pod;
    this.timing = timing;
    this.opening = opening;
    this.patience = patience;
  }

  /// A tunnel with a place reserved for the caller's stream.
  public synchronized SpdyTunnel place() throws IOException, InterruptedException {
    long until = System.nanoTime() + patience.toNanos();
    int failuresBefore = failures;
    boolean begun = false;
    while (true) {
      if (closed) {
        throw new IOException("Mooring closed the connection");
      }
      long now = System.nanoTime();
      Optional<SpdyTunnel> good =
          together(now).or(() -> best(now).filter(each -> each.load() == 0));
      if (good.isPresent() && good.get().reserve()) {
        return good.get();
      }
      if (!begun && roomForMore()) {
        begun = true;
        begin();
      }
      Optional<SpdyTunnel> best = best(now);
      boolean failed = failures != failuresBefore;
      boolean patient = quick && !failed && !rush(now) && until - now > 0;
      if (arriving == 0 || (best.isPresent() && !patient)) {
        Optional<SpdyTunnel> shared = best.or(this::leastBad);
        if (shared.isPresent() && shared.get().reserve()) {
          return shared.get();
        }
      }
      if (arriving == 0) {
        throwIf(failed);
        begin();
      }
      awaitArrival(best.isPresent() ? until - now : Long.MAX_VALUE);
    }
  }

  /// Whether so many come at once that a connection for each would be late for all.
  private boolean rush(long now) {
    return brief.many(now) || waiting > TOGETHER;
  }

  private void awaitArrival(long nanos) throws InterruptedException {
    waiting++;
    try {
      // At least a moment: a tunnel that takes no more is about to go.
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
    } finally {
      waiting--;
    }
  }

  private void throwIf(boolean failed) throws IOException {
    if (failed && failure instanceof IOException io) {
      throw io;
    }
    if (failed && failure instanceof RuntimeException other) {
      throw other;
    }
  }

  public synchronized void close() {
    closed = true;
    notifyAll();
    List.copyOf(tunnels).forEach(SpdyTunnel::close);
  }

  public synchronized List<SpdyTunnel> present() {
    prune();
    return List.copyOf(tunnels);
  }

  public synchronized boolean empty() {
    prune();
    return tunnels.isEmpty() && arriving == 0;
  }

  private boolean roomForMore() {
    return arriving < timing.handshakes() && tunnels.size() + arriving < timing.tunnelsPerPod();
  }

  private Optional<SpdyTunnel> best(long now) {
    prune();
    return tunnels.stream()
        .filter(each -> each.usable() && !each.crowded(now))
        .min(Comparator.comparingInt(SpdyTunnel::load));
  }

  /// The first with room for one more of many that stay for a moment.
  private Optional<SpdyTunnel> together(long now) {
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
    arriving++;
    long start = System.nanoTime();
    Thread.ofVirtual()
        .name("tunnel-open-" + pod)
        .start(
            () -> {
              try {
                arrived(opening.open(this), System.nanoTime() - start);
              } catch (IOException | RuntimeException e) {
                failed(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed(new IOException("interrupted", e));
              }
            });
  }

  private synchronized void arrived(SpdyTunnel tunnel, long took) {
    arriving--;
    quick = took < patience.toNanos();
    tunnels.add(tunnel);
    // It may have ended meanwhile.
    prune();
    if (closed) {
      tunnel.close();
    }
    notifyAll();
  }

  private synchronized void failed(Exception why) {
    arriving--;
    failures++;
    failure = why;
    notifyAll();
  }
}
