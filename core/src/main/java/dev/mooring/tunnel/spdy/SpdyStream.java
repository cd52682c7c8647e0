package dev.mooring.tunnel.spdy;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.flow.PieceOutput;
import dev.mooring.tunnel.flow.QueueInput;
import dev.mooring.tunnel.flow.ReceiveQueue;
import dev.mooring.tunnel.flow.StreamEnds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One connection to a port of a pod: a data stream, and the error stream on which the kubelet says
/// why there is none.
final class SpdyStream implements ByteStream {
  private static final int LARGEST_FRAME = 64 * 1024;
  private static final Duration REASON_LIMIT = Duration.ofSeconds(2);
  private static final int LONGEST_ERROR = 4 * 1024;

  private final SpdyTunnel tunnel;
  private final PodPort port;
  private final int dataId;
  private final ReceiveQueue queue;
  private final CompletableFuture<Boolean> accepted = new CompletableFuture<>();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream(0);
  private final Busy received = new Busy();
  private final Busy sent = new Busy();
  private final InputStream input;
  private final OutputStream output = new PieceOutput(LARGEST_FRAME, this::send, this::close);
  private final long begun = System.nanoTime();
  private final AtomicLong moved = new AtomicLong();
  private boolean anyReceived;
  private boolean errorEnded;
  private boolean endHeld;
  private boolean endedByReset;
  private volatile boolean leaving;
  private volatile boolean closed;
  private volatile @Nullable IOException failure;

  SpdyStream(SpdyTunnel tunnel, PodPort port, int dataId, int queueLimit) {
    this.tunnel = tunnel;
    this.port = port;
    this.dataId = dataId;
    this.queue = new ReceiveQueue(queueLimit);
    this.input = new QueueInput(queue, this::close);
  }

  int dataId() {
    return dataId;
  }

  int errorId() {
    return dataId - 2;
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      queue.close();
      tunnel.closed(this);
    }
  }

  @Override
  public boolean lost() {
    return failure != null;
  }

  @Override
  public boolean ended() {
    return queue.ended() || concluding();
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

  /// Waits until the far side accepted the stream. Data sent before would be dropped.
  ///
  /// @return false when it did not within the limit
  boolean awaitAccepted(Duration limit) throws IOException, InterruptedException {
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

  boolean full() {
    return queue.full();
  }

  // What follows is called by the tunnel's reading thread.

  void replied() {
    accepted.complete(true);
  }

  void data(byte[] bytes, int length, long now) throws InterruptedException {
    anyReceived = true;
    moved.addAndGet(length);
    received.count(length, now);
    queue.offer(bytes, length);
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
      queue.end(null);
    }
  }

  /// Anything but an orderly end; queued bytes can still be read.
  void fail(IOException why) {
    if (failure == null) {
      failure = why;
    }
    accepted.completeExceptionally(why);
    queue.end(why);
  }

  /// A pod that was replaced under its own name leaves its tunnels open; they only reset streams.
  private void doubt() {
    if (!anyReceived) {
      tunnel.retire();
    }
  }

  private void send(byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
    if (closed) {
      throw new IOException("the stream is closed");
    }
    tunnel.send(dataId, source, offset, length);
    moved.addAndGet(length);
    synchronized (sent) {
      sent.count(length, System.nanoTime());
    }
  }
}
