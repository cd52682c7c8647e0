package dev.mooring.mesh;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.SpareStreams;
import java.time.Duration;

/// A lane whose connections are kept ready: they have already shaken hands.
///
/// @param <P> where a connection leads: a pod, an address
abstract class WarmLane<P> implements Lane {
  private static final int SPARES = 4;
  private static final Duration SPARE_LIFE = Duration.ofSeconds(20);

  private final Handshake<P> handshake;
  private final SpareStreams<Upstream<P>> spares =
      new SpareStreams<>(SPARES, SPARE_LIFE, new Warm());
  private volatile long wokeAt = System.nanoTime();
  private volatile long replacedAt = wokeAt;

  WarmLane(Handshake<P> handshake) {
    this.handshake = handshake;
  }

  /// A new connection to one of the places.
  abstract Upstream<P> reach() throws InterruptedException;

  /// Whether a new connection could lead there too.
  abstract boolean leadsTo(P place);

  /// Whether the next request may go there. One that goes away still answers what has begun.
  boolean stays(P place) {
    return leadsTo(place);
  }

  /// The stream below, as the network carries it.
  abstract ByteStream raw(P place) throws InterruptedException;

  @Override
  public final ByteStream dial() throws InterruptedException {
    return spares.take();
  }

  /// Shakes hands with the registry there.
  final Upstream<P> open(P place) throws InterruptedException {
    long begun = System.nanoTime();
    return handshake.open(place, () -> raw(place), () -> begun - replacedAt >= 0 && stays(place));
  }

  /// Whether it still leads to the right place, under what is shown and believed now.
  private boolean current(Upstream<P> upstream) {
    return upstream.opened() - wokeAt >= 0
        && upstream.staying().getAsBoolean()
        && leadsTo(upstream.place())
        && upstream.current().getAsBoolean();
  }

  /// Lets go of spares that are of no more use.
  final void tidy() {
    spares.tidy();
  }

  @Override
  public void hear(ReachabilityEvent event) {
    if (event instanceof ReachabilityEvent.Woke) {
      wokeAt = System.nanoTime();
      Thread.ofVirtual().name("spares-after-sleep").start(this::tidy);
    }
  }

  @Override
  public final void replaced() {
    replacedAt = System.nanoTime();
    Thread.ofVirtual().name("spares-of-a-pod-that-goes").start(this::tidy);
  }

  @Override
  public void close() {
    spares.close();
  }

  /// Connections that have already shaken hands.
  private final class Warm implements SpareStreams.Source<Upstream<P>> {
    @Override
    public Upstream<P> open() throws InterruptedException {
      return reach();
    }

    @Override
    public boolean current(Upstream<P> spare) {
      return WarmLane.this.current(spare);
    }

    /// Only who reads learns that the far end has ended the connection.
    @Override
    public void putAside(Upstream<P> spare) {
      Thread.ofVirtual().name("spare").start(spare::readAhead);
    }
  }
}
