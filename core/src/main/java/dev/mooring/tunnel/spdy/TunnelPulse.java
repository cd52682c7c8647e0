package dev.mooring.tunnel.spdy;

import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Heartbeat;
import dev.mooring.tunnel.liveness.Pings;
import dev.mooring.tunnel.liveness.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Whether the far end of a tunnel is still there: asks it, and knows what its silence means.
///
/// The tunnel's threads tell what moves; one thread looks ([#run]).
final class TunnelPulse {
  /// Bytes on their way that may hold up a ping.
  private static final int UPLOAD = 256 * 1024;

  /// Between two looks, in milliseconds, of the tunnel that watches the way and of the others.
  private static final long BEAT = 150;

  private static final long LOOK = 500;

  /// More than a busy machine makes one wait, in milliseconds.
  private static final long ASLEEP = 5000;

  /// What is looked after.
  interface Tunnel {
    boolean carriesStreams();

    /// Whether it is the one that asks often whether the way stands, for all into the pod.
    boolean watchesTheWay();

    /// Whether it is of no more use, and ends.
    boolean endsIdle(long now);

    void ping(int id) throws IOException;
  }

  private final Tunnel tunnel;
  private final Timing timing;
  private final Probe probe;
  private final Pings pings = new Pings();
  private final Object counting = new Object();
  private volatile long lastReceived = System.nanoTime();
  private volatile long lastSent = lastReceived;
  private volatile boolean readerWaits;
  private volatile long sent;

  TunnelPulse(Tunnel tunnel, Timing timing, Probe probe) {
    this.tunnel = tunnel;
    this.timing = timing;
    this.probe = probe;
  }

  /// Something came.
  void received(long now) {
    lastReceived = now;
  }

  /// Whether the tunnel reads nothing, because whom the next bytes are for does not.
  void readerWaits(boolean waits) {
    readerWaits = waits;
  }

  boolean readerWaits() {
    return readerWaits;
  }

  /// Bytes were sent on their way.
  void sent(int length) {
    synchronized (counting) {
      sent += length;
    }
    lastSent = System.nanoTime();
  }

  void answered(int id) {
    pings.answered(id);
  }

  /// Whether nothing came since, although it was looked for.
  boolean silentSince(long start) {
    return lastReceived - start < 0 && !readerWaits;
  }

  /// Looks until the tunnel is over.
  ///
  /// @throws IOException when the far end is not there any more, saying why
  void run(CountDownLatch over) throws IOException, InterruptedException {
    long most = Math.max(10, timing.pingEvery().toMillis() / 4);
    long tick = Math.min(BEAT, most);
    long wall = System.currentTimeMillis();
    long asked = System.nanoTime();
    boolean awaiting = false;
    Duration limit = timing.pong();
    Heartbeat heartbeat = new Heartbeat(lastReceived);
    while (!over.await(tick, TimeUnit.MILLISECONDS)) {
      long now = System.nanoTime();
      boolean slept = System.currentTimeMillis() - wall > tick + ASLEEP;
      boolean watching = tunnel.watchesTheWay();
      beat(heartbeat, now, watching);
      tick = Math.min(watching ? BEAT : LOOK, most);
      wall = System.currentTimeMillis();
      if (tunnel.endsIdle(now)) {
        continue;
      }
      boolean answered = lastReceived - asked >= 0 || readerWaits;
      if (slept || (now - asked > timing.pingEvery().toNanos() && (answered || !awaiting))) {
        // Whatever slept with the machine is asked again, and has less time to answer.
        limit = slept ? timing.suspect() : timing.pong();
        asked = System.nanoTime();
        awaiting = true;
        ask();
      } else if (awaiting && !answered && now - asked > limit.toNanos() && dead(now, asked)) {
        throw new IOException(
            "the tunnel answered no ping for " + limit.toMillis() / 1000.0 + " s");
      }
    }
  }

  private void ask() throws IOException {
    tunnel.ping(pings.ask(sent));
  }

  /// Tells within a second when nothing comes any more for those who have streams here. An upload
  /// holds up pings, so its silence means nothing.
  private void beat(Heartbeat heartbeat, long now, boolean watching) throws IOException {
    boolean excused = readerWaits || underWay() > UPLOAD;
    switch (heartbeat.look(now, lastReceived, watching, excused)) {
      case ASK -> ask();
      case STALLED -> probe.stalled();
      case SILENT -> probe.silent(Messages.of("nothing-comes-through-the-tunnel-to"));
      case HEARD -> probe.heard();
      case NOTHING -> {
        // The next look is soon.
      }
    }
  }

  /// Bytes that may still be on their way, here or in a relay, and hold up a ping. That something
  /// came says nothing: it may answer a question from before those bytes.
  private long underWay() {
    return tunnel.carriesStreams() ? sent - pings.passed() : 0;
  }

  /// A ping queues behind uploaded data, and far sides that read slowly hold it up. Then only the
  /// API server can say whether the way to it still stands.
  private boolean dead(long now, long asked) throws InterruptedException {
    if (underWay() == 0) {
      return true;
    }
    return now - Math.max(asked, lastSent) > timing.stall().toNanos() || !probe.answers();
  }
}
