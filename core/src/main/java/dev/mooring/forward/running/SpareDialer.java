package dev.mooring.forward.running;

import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.ForwardingStream;
import dev.mooring.tunnel.SpareStreams;
import java.time.Duration;

/// Dials a target's pods with a few streams opened ahead, so that a connection that follows another
/// within a minute does not wait for the way to the pod.
///
/// The pod sees connections on which nothing may ever come: only for targets that mind none.
final class SpareDialer implements Dialer, AutoCloseable {
  private static final int MOST = 2;
  private static final Duration LIFE = Duration.ofMinutes(1);

  private final Reach pods;
  private final Reach.Opener<ByteStream> opener;
  private final SpareStreams<PodStream> spares;

  SpareDialer(Reach pods, Reach.Opener<ByteStream> opener) {
    this.pods = pods;
    this.opener = opener;
    this.spares = new SpareStreams<>(MOST, LIFE, new Source());
  }

  @Override
  public ByteStream dial() throws InterruptedException {
    return spares.take().stream;
  }

  /// Closes the spares that are of no more use. Called now and then.
  void tidy() {
    spares.tidy();
  }

  @Override
  public void close() {
    spares.close();
  }

  private final class Source implements SpareStreams.Source<PodStream> {
    @Override
    public PodStream open() throws InterruptedException {
      return pods.reach(pod -> new PodStream(pod, opener.open(pod)));
    }

    @Override
    public boolean current(PodStream spare) {
      return pods.standing().pods().contains(spare.pod)
          && !pods.doubted().contains(spare.pod.port().pod());
    }
  }

  /// A stream and the pod it leads into.
  private static final class PodStream extends ForwardingStream {
    private final ReadyPod pod;
    private final ByteStream stream;

    PodStream(ReadyPod pod, ByteStream stream) {
      super(stream);
      this.pod = pod;
      this.stream = stream;
    }
  }
}
