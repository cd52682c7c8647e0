package dev.mooring.tunnel;

import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// The tunnels into one pod: a new stream goes where none stands still or moves a lot.
final class PodTunnels {
  /// One frame worker of five serves a stream on the far side; more tunnels spread many streams.
  private static final int PREFERRED_STREAMS = 32;

  /// Opens one more tunnel.
  @FunctionalInterface
  interface Opening {
    SpdyTunnel open() throws IOException, InterruptedException;
  }

  private final String pod;
  private final int most;
  private final Opening opening;
  private final List<SpdyTunnel> tunnels = new ArrayList<>();
  private @Nullable CompletableFuture<SpdyTunnel> arriving;
  private boolean closed;

  PodTunnels(String pod, int most, Opening opening) {
    this.pod = pod;
    this.most = most;
    this.opening = opening;
  }

  /// A tunnel with a place reserved for the caller's stream.
  SpdyTunnel place() throws IOException, InterruptedException {
    while (true) {
      CompletableFuture<SpdyTunnel> next;
      synchronized (this) {
        if (closed) {
          throw new IOException("Mooring closed the connection");
        }
        Optional<SpdyTunnel> free = best();
        if (free.isPresent() && free.get().reserve()) {
          return free.get();
        }
        next = arriving == null ? begin() : arriving;
      }
      try {
        SpdyTunnel tunnel = next.get();
        if (tunnel.reserve()) {
          return tunnel;
        }
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
  }

  synchronized void close() {
    closed = true;
    tunnels.forEach(SpdyTunnel::close);
  }

  synchronized List<SpdyTunnel> present() {
    return List.copyOf(tunnels);
  }

  synchronized boolean empty() {
    prune();
    return tunnels.isEmpty() && arriving == null;
  }

  private Optional<SpdyTunnel> best() {
    prune();
    long now = System.nanoTime();
    Comparator<SpdyTunnel> byLoad = Comparator.comparingInt(SpdyTunnel::load);
    Optional<SpdyTunnel> free =
        tunnels.stream().filter(each -> each.usable() && !each.crowded(now)).min(byLoad);
    boolean more = tunnels.size() < most;
    if (free.isPresent() && (free.get().load() < PREFERRED_STREAMS || !more)) {
      return free;
    }
    if (more) {
      return Optional.empty();
    }
    return tunnels.stream()
        .filter(SpdyTunnel::usable)
        .min(
            Comparator.<SpdyTunnel, Boolean>comparing(each -> each.standing())
                .thenComparing(byLoad));
  }

  private void prune() {
    tunnels.removeIf(SpdyTunnel::over);
  }

  private CompletableFuture<SpdyTunnel> begin() {
    CompletableFuture<SpdyTunnel> next = new CompletableFuture<>();
    arriving = next;
    Thread.ofVirtual()
        .name("tunnel-open-" + pod)
        .start(
            () -> {
              try {
                SpdyTunnel tunnel = opening.open();
                settle(tunnel);
                next.complete(tunnel);
              } catch (IOException | RuntimeException e) {
                settle(null);
                next.completeExceptionally(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                settle(null);
                next.completeExceptionally(new IOException("interrupted", e));
              }
            });
    return next;
  }

  private synchronized void settle(@Nullable SpdyTunnel tunnel) {
    arriving = null;
    if (tunnel != null) {
      tunnels.add(tunnel);
      if (closed) {
        tunnel.close();
      }
    }
  }
}
