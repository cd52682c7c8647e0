package dev.mooring.tunnel.spdy;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.flow.QueuedStream;
import dev.mooring.tunnel.flow.StreamEnds;
import dev.mooring.tunnel.flow.Timing;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// One connection to a port of a pod: a data stream, and the error stream on which the kubelet says
/// why there is none.
final class SpdyStream extends QueuedStream {
  private static final int LARGEST_FRAME = 64 * 1024;
  private static final Duration REASON_LIMIT = Duration.ofSeconds(2);
  private static final int LONGEST_ERROR = 4 * 1024;

  private final SpdyTunnel tunnel;
  private final PodPort port;
  private final int dataId;
  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream(0);
  private final Busy received = new Busy();
  private final Busy sent = new Busy();
  private final long begun = System.nanoTime();
  private final AtomicLong moved = new AtomicLong();
  private boolean anyReceived;
  private boolean errorEnded;
  private boolean endHeld;
  private boolean endedByReset;
  private volatile boolean leaving;

  SpdyStream(SpdyTunnel tunnel, PodPort port, int dataId, int queueLimit) {
    super(queueLimit, LARGEST_FRAME);
    this.tunnel = tunnel;
    this.port = port;
    this.dataId = dataId;
  }

  int dataId() {
    return dataId;
  }

  int errorId() {
    return dataId - 2;
  }

  @Override
  protected void closed() {
    tunnel.closed(this);
  }

  @Override
  public boolean ended() {
    return super.ended() || concluding();
  }

  private synchronized boolean concluding() {
    return endHeld;
  }

  /// Whether the application has ended its output, and likely everything.
  boolean isLeaving() {
    return leaving;
  }

  @Override
  public void leaving() {
    leaving = true;
  }

  /// Since when it is open.
  long begun() {
    return begun;
  }

  /// Bytes in both directions so far.
  long moved() {
    return moved.get();
  }

  boolean busy(long now) {
    return received.busy(now) || sent.busy(now);
  }

  /// Returns once its node has taken it. Data sent before would be dropped.
  ///
  /// @throws StreamException when the node says nothing within the limit
  /// @throws IOException when the connection has ended, or has been silent since this was called
  void awaitAccepted(Timing timing) throws IOException, InterruptedException {
    long start = System.nanoTime();
    if (accepted(timing.suspect())) {
      return;
    }
    if (tunnel.silentSince(start)) {
      tunnel.retire();
      throw new EOFException(
          "the tunnel has been silent for " + timing.suspect().toSeconds() + " s");
    }
    if (!accepted(timing.reply().minus(timing.suspect()))) {
      throw new StreamException(
          StreamException.Kind.REFUSED,
          new Problem(
              Code.NODE_SILENT,
              Messages.of("cannot-connect-to", port),
              Messages.of("its-node-did-not-accept-within-s", timing.reply().toSeconds()),
              new Remedy.Command(Messages.of("look-at-the-pods-node"), "kubectl get nodes")));
    }
  }

  /// Waits until the far side accepted the stream. Data sent before would be dropped.
  /// @return false when it did not within the limit
  private boolean accepted(Duration limit) throws IOException, InterruptedException {
    try {
      return accepted.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e);
    }
  }

  /// Whether the next byte would have to wait for the reader.
  boolean crowded() {
    return full();
  }

  // What follows is called by the tunnel's reading thread.

  void replied() {
    accepted.complete(true);
  }

  void data(byte[] bytes, int length, long now) throws InterruptedException {
    anyReceived = true;
    moved.addAndGet(length);
    received.count(length, now);
    deliver(bytes, length);
  }

  synchronized void errorText(byte[] bytes, int length) {
    error.write(bytes, 0, Math.min(length, LONGEST_ERROR - error.size()));
    if (endHeld) {
      conclude();
    }
  }

  synchronized void errorEnded() {
    errorEnded = true;
    if (endHeld) {
      conclude();
    }
  }

  /// The far side ended the data stream in order, or reset it.
  ///
  /// Runtimes end the data stream of a connection that never was, and give the reason on the error
  /// stream a moment later.
  synchronized void ended(boolean reset) {
    endedByReset = reset;
    if (anyReceived || errorEnded || error.size() > 0) {
      conclude();
      return;
    }
    endHeld = true;
    accepted.complete(true);
    Thread.ofVirtual().name("tunnel-reason").start(this::concludeSoon);
  }

  private void concludeSoon() {
    try {
      Thread.sleep(REASON_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    conclude();
  }

  private synchronized void conclude() {
    if (error.size() > 0) {
      String text = error.toString(StandardCharsets.UTF_8);
      if (!StreamEnds.isNobodyListening(text)) {
        doubt();
      }
      fail(StreamEnds.stream(port, text, anyReceived));
    } else if (endedByReset) {
      doubt();
      fail(
          new StreamException(
              StreamException.Kind.RESET,
              new Problem(
                  Code.CONNECTION_LOST,
                  Messages.of("the-connection-to-was-reset", port),
                  Messages.of("the-pod-reset-it"),
                  new Remedy.Command(
                      Messages.of("try-again-or-check-the-pod"),
                      "kubectl describe pod " + port.pod() + " -n " + port.namespace()))));
    } else {
      accepted.complete(true);
      over(null);
    }
  }

  /// Anything but an orderly end; queued bytes can still be read. After an orderly one it changes
  /// nothing.
  void fail(IOException why) {
    accepted.completeExceptionally(why);
    over(why);
  }

  /// A pod that was replaced under its own name leaves its tunnels open; they only reset streams.
  private void doubt() {
    if (!anyReceived) {
      tunnel.retire();
    }
  }

  @Override
  protected void transmit(byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    tunnel.send(dataId, source, offset, length);
    moved.addAndGet(length);
    synchronized (sent) {
      sent.count(length, System.nanoTime());
    }
  }
}
