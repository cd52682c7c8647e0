package dev.mooring.tunnel.spdy;

import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Outbox;
import dev.mooring.tunnel.flow.StreamEnds;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Probe;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One connection to the API server that carries many streams into one pod.
///
/// Three threads serve it: a reader, a writer and one that watches whether it still lives. They end
/// with it. The reader is a platform thread, because a virtual one that blocks in a socket is woken
/// by way of the JDK's poller, which costs bulk data a quarter of its processor time.
public final class SpdyTunnel implements TunnelPulse.Tunnel {
  private static final long BLOCKED = 200_000_000L;

  private final Wire wire;
  private final String pod;
  private final Timing timing;
  private final Probe probe;
  private final TunnelPool pool;
  private final Outbox outbox;
  private final TunnelPulse pulse;
  private final Spdy spdy = new Spdy();
  private final OpenStreams streams = new OpenStreams();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean closedByUs;

  /// @param pod with its namespace: "shop/api-0"
  public SpdyTunnel(Wire wire, String pod, Timing timing, Probe probe, TunnelPool pool) {
    this.pool = pool;
    this.wire = wire;
    this.pod = pod;
    this.timing = timing;
    this.probe = probe;
    this.outbox = new Outbox(wire);
    this.pulse = new TunnelPulse(this, timing, probe);
  }

  public void start() {
    Thread.ofPlatform().daemon().name("tunnel-read-" + pod).start(this::read);
    Thread.ofVirtual().name("tunnel-write-" + pod).start(this::write);
    Thread.ofVirtual().name("tunnel-pulse-" + pod).start(this::pulse);
  }

  /// Promises one stream to the caller, who then calls [#open]. False when no more are taken.
  boolean reserve() {
    return streams.reserve();
  }

  boolean usable() {
    return streams.usable();
  }

  /// Whether it can tell of the way to the pod, and somebody wants to know.
  boolean watches() {
    return usable() && !streams.isEmpty();
  }

  boolean over() {
    return over.getCount() == 0;
  }

  int load() {
    return streams.load();
  }

  /// Whether a new stream would have to share with one that stands still or moves a lot.
  boolean crowded(long now) {
    return pulse.readerWaits()
        || outbox.blockedFor(now) > BLOCKED
        || streams.any(each -> each.busy(now) || each.crowded());
  }

  /// Whether nothing moves at the moment, so that a new stream would not either.
  boolean standing() {
    return pulse.readerWaits() || outbox.blockedFor(System.nanoTime()) > BLOCKED;
  }

  /// Takes no new streams; ends when the present ones have.
  void retire() {
    streams.retire();
  }

  /// Opens a stream after [#reserve].
  public SpdyStream open(PodPort port) throws IOException, InterruptedException {
    SpdyStream[] opened = new SpdyStream[1];
    try {
      outbox.control(
          () -> {
            int errorId = streams.nextPair();
            SpdyStream stream = new SpdyStream(this, port, errorId + 2, timing.queue());
            streams.add(stream);
            opened[0] = stream;
            return spdy.openPair(errorId, errorId + 2, port.port(), errorId / 4);
          });
    } finally {
      streams.unreserve();
    }
    SpdyStream stream = opened[0];
    IOException failed = streams.failure();
    if (failed != null) {
      stream.fail(failed);
    }
    boolean done = false;
    try {
      stream.awaitAccepted(timing);
      done = true;
      return stream;
    } finally {
      if (!done) {
        stream.close();
      }
    }
  }

  /// Whether nothing came on it since then.
  boolean silentSince(long start) {
    return pulse.silentSince(start);
  }

  void send(int streamId, byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    outbox.append(Spdy.dataHead(streamId, length), source, offset, length);
    pulse.sent(length);
  }

  /// The stream's owner is done with it.
  void closed(SpdyStream stream) {
    if (!streams.remove(stream)) {
      return;
    }
    pool.left(System.nanoTime() - stream.begun(), stream.moved());
    try {
      outbox.control(() -> Spdy.reset(stream.dataId(), Spdy.CANCEL));
    } catch (IOException ignored) {
      // The tunnel has ended, and every stream with it.
    }
    if (streams.over()) {
      outbox.finish();
    }
  }

  /// Resets every stream and closes the connection.
  void close() {
    closedByUs = true;
    fail(new IOException("Mooring closed the connection"));
  }

  public void awaitEnd(Duration limit) throws InterruptedException {
    if (!over.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      wire.abort();
    }
  }

  private void fail(IOException why) {
    IOException told = lost(why);
    if (!streams.fail(told)) {
      return;
    }
    if (!streams.isEmpty() && !closedByUs) {
      probe.silent(Messages.of("the-connection-was-lost", why.getMessage()));
    }
    outbox.fail(told);
    wire.abort();
    streams.failAll(told);
    over.countDown();
    pool.ended(this);
  }

  private IOException lost(IOException why) {
    return why instanceof StreamException
        ? why
        : new StreamException(
            StreamException.Kind.LOST, StreamEnds.lost(pod, String.valueOf(why.getMessage())), why);
  }

  private void write() {
    try {
      outbox.run();
      fail(new EOFException("the connection was closed"));
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new IOException("interrupted", e));
    }
  }

  private void read() {
    try {
      new FrameReader(wire, streams, pulse, outbox).run();
      fail(new EOFException("the API server closed the connection"));
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new IOException("interrupted", e));
    }
  }

  private void pulse() {
    try {
      pulse.run(over);
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean carriesStreams() {
    return !streams.isEmpty();
  }

  @Override
  public boolean watchesTheWay() {
    return carriesStreams() && pool.isWatcher(this);
  }

  @Override
  public void ping(int id) throws IOException {
    outbox.control(() -> Spdy.ping(id));
  }

  @Override
  public boolean endsIdle(long now) {
    Duration limit = pool.isSurplus(this) ? timing.linger() : timing.idle();
    boolean ends = streams.retireIdle(now, limit);
    if (ends) {
      outbox.finish();
    }
    return ends;
  }
}
