package dev.mooring.tunnel.spdy;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection to the API server that carries many streams into one pod.
///
/// Three threads serve it: a reader, a writer and one that watches whether it still lives. They end
/// with it. The reader is a platform thread, because a virtual one that blocks in a socket is woken
/// by way of the JDK's poller, which costs bulk data a quarter of its processor time.
public final class SpdyTunnel implements TunnelPulse.Tunnel {
  private static final long BLOCKED = 200_000_000L;

  /// Ids are 31 bits and never used twice.
  private static final int LAST_ID = Integer.MAX_VALUE - 4;

  /// What the other tunnels into the pod mean for one.
  public interface Pool {
    /// Whether the next stream finds a place without it.
    boolean isSurplus(SpdyTunnel tunnel);

    /// Whether it is the one that asks often whether the way stands, for all.
    boolean isWatcher(SpdyTunnel tunnel);

    /// One of its streams was closed.
    ///
    /// @param life how long it was open, in nanoseconds
    /// @param bytes in both directions
    void left(long life, long bytes);

    /// Its connection has ended.
    void ended(SpdyTunnel tunnel);
  }

  private final Wire wire;
  private final String pod;
  private final Timing timing;
  private final Probe probe;
  private final Pool pool;
  private final Outbox outbox;
  private final TunnelPulse pulse;
  private final Spdy spdy = new Spdy();
  private final Map<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Object placing = new Object();
  private int reserved;
  private boolean retired;
  private int nextId = 1;
  private int nextRequest;
  private @Nullable IOException failure;
  private volatile long emptySince = System.nanoTime();
  private volatile boolean closedByUs;

  public SpdyTunnel(Wire wire, String pod, Timing timing, Probe probe, Pool pool) {
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
    synchronized (placing) {
      if (retired || failure != null || nextId > LAST_ID) {
        return false;
      }
      reserved++;
      return true;
    }
  }

  boolean usable() {
    synchronized (placing) {
      return !retired && failure == null;
    }
  }

  /// Whether it can tell of the way to the pod, and somebody wants to know.
  boolean watches() {
    return usable() && !streams.isEmpty();
  }

  boolean over() {
    return over.getCount() == 0;
  }

  int load() {
    synchronized (placing) {
      return reserved
          + (int) streams.values().stream().filter(each -> !each.isLeaving()).count() / 2;
    }
  }

  /// Whether a new stream would have to share with one that stands still or moves a lot.
  boolean crowded(long now) {
    return pulse.readerWaits()
        || outbox.blockedFor(now) > BLOCKED
        || streams.values().stream().anyMatch(each -> each.busy(now) || each.crowded());
  }

  /// Whether nothing moves at the moment, so that a new stream would not either.
  boolean standing() {
    return pulse.readerWaits() || outbox.blockedFor(System.nanoTime()) > BLOCKED;
  }

  /// Takes no new streams; ends when the present ones have.
  void retire() {
    synchronized (placing) {
      retired = true;
    }
  }

  /// Opens a stream after [#reserve].
  public SpdyStream open(PodPort port) throws IOException, InterruptedException {
    SpdyStream[] opened = new SpdyStream[1];
    try {
      outbox.control(
          () -> {
            int errorId = nextId;
            nextId += 4;
            SpdyStream stream = new SpdyStream(this, port, errorId + 2, timing.queue());
            streams.put(stream.errorId(), stream);
            streams.put(stream.dataId(), stream);
            opened[0] = stream;
            return spdy.openPair(errorId, errorId + 2, port.port(), nextRequest++);
          });
    } finally {
      synchronized (placing) {
        reserved--;
      }
    }
    SpdyStream stream = opened[0];
    IOException failed = failure();
    if (failed != null) {
      stream.fail(failed);
    }
    boolean done = false;
    try {
      accepted(stream, port);
      done = true;
      return stream;
    } finally {
      if (!done) {
        stream.close();
      }
    }
  }

  private void accepted(SpdyStream stream, PodPort port) throws IOException, InterruptedException {
    long start = System.nanoTime();
    if (stream.awaitAccepted(timing.suspect())) {
      return;
    }
    if (pulse.silentSince(start)) {
      retire();
      throw new EOFException(
          "the tunnel has been silent for " + timing.suspect().toSeconds() + " s");
    }
    if (!stream.awaitAccepted(timing.reply().minus(timing.suspect()))) {
      throw new StreamException(
          StreamException.Kind.REFUSED,
          new Problem(
              Code.NODE_SILENT,
              Messages.of("cannot-connect-to", port),
              Messages.of("its-node-did-not-accept-within-s", timing.reply().toSeconds()),
              new Remedy.Command(Messages.of("look-at-the-pods-node"), "kubectl get nodes")));
    }
  }

  void send(int streamId, byte[] source, int offset, int length)
      throws IOException, InterruptedException {
    outbox.append(Spdy.dataHead(streamId, length), source, offset, length);
    pulse.sent(length);
  }

  /// The stream's owner is done with it.
  void closed(SpdyStream stream) {
    if (streams.remove(stream.dataId()) == null) {
      return;
    }
    streams.remove(stream.errorId());
    emptySince = System.nanoTime();
    pool.left(emptySince - stream.begun(), stream.moved());
    try {
      outbox.control(() -> Spdy.reset(stream.dataId(), Spdy.CANCEL));
    } catch (IOException ignored) {
      // The tunnel has ended, and every stream with it.
    }
    boolean last;
    synchronized (placing) {
      last = retired && reserved == 0 && streams.isEmpty();
    }
    if (last) {
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

  private @Nullable IOException failure() {
    synchronized (placing) {
      return failure;
    }
  }

  private void fail(IOException why) {
    IOException told = lost(why);
    synchronized (placing) {
      if (failure != null) {
        return;
      }
      failure = told;
    }
    if (!streams.isEmpty() && !closedByUs) {
      probe.silent(Messages.of("the-connection-was-lost", why.getMessage()));
    }
    outbox.fail(told);
    wire.abort();
    streams.values().forEach(each -> each.fail(told));
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
      new FrameReader(wire, streams, pulse, outbox, this::retire).run();
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
    synchronized (placing) {
      if (reserved > 0 || !streams.isEmpty() || (!retired && now - emptySince < limit.toNanos())) {
        return false;
      }
      retired = true;
    }
    outbox.finish();
    return true;
  }
}
