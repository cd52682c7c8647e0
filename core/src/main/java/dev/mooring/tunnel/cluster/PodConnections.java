package dev.mooring.tunnel.cluster;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.channel.ChannelStream;
import dev.mooring.tunnel.channel.Channels;
import dev.mooring.tunnel.channel.PortChannels;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Probe;
import dev.mooring.tunnel.spdy.PodTunnels;
import dev.mooring.tunnel.spdy.SpdyTunnel;
import dev.mooring.tunnel.spdy.TunnelPool;
import dev.mooring.tunnel.websocket.WebSocketHandshake;
import dev.mooring.tunnel.websocket.WebSocketWire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The connections to the API server that carry streams into pods, by pod. Thread-safe; closing
/// resets their streams and waits for their ends.
final class PodConnections implements AutoCloseable {
  private static final int MOST_PODS = 1024;
  private static final Duration STALLED = Duration.ofSeconds(1);
  private static final Duration ENDS = Duration.ofSeconds(2);

  private final ApiEndpoint endpoint;
  private final Timing timing;
  private final Reachability reachability;
  private final Negotiation negotiation;
  private final Semaphore handshakes;
  private final Map<String, PodTunnels> pods = new ConcurrentHashMap<>();
  private final Set<ChannelStream> single = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  PodConnections(ApiEndpoint endpoint, Timing timing, Dialect first, Reachability reachability) {
    this.endpoint = endpoint;
    this.timing = timing;
    this.reachability = reachability;
    this.negotiation = new Negotiation(endpoint, timing.connect(), first);
    this.handshakes = new Semaphore(timing.handshakes());
  }

  /// What the server was found to speak.
  Dialect dialect() {
    return negotiation.dialect();
  }

  /// How many carry, or can carry, streams to ports.
  int count() {
    return pods.values().stream().mapToInt(each -> each.present().size()).sum();
  }

  /// The answer to the upgrade is the kubelet's, so it proves the whole way.
  void shakeHands(String namespace, String pod, Duration limit)
      throws IOException, InterruptedException {
    try {
      negotiation.tunnel(path(namespace, pod), limit).abort();
    } catch (Negotiation.NoTunnelException refused) {
      // Refusing a form of the request is an answer too, and touches no port.
    }
  }

  /// A stream to a port.
  ByteStream dial(PodPort port) throws IOException, InterruptedException {
    Way way = new Way(port.namespace(), port.pod());
    PortChannels channels = new PortChannels(port);
    if (negotiation.dialect() == Dialect.CHANNELS) {
      return single(way, () -> negotiation.channels(way.path(), port.port()), channels);
    }
    try {
      return tunnels(port.namespace(), port.pod()).place().open(port);
    } catch (Negotiation.NoTunnelException none) {
      return single(
          way, () -> negotiation.channels(way.path(), port.port(), none.refusal()), channels);
    }
  }

  private PodTunnels tunnels(String namespace, String pod) throws IOException {
    checkOpen();
    if (pods.size() > MOST_PODS) {
      pods.values().removeIf(PodTunnels::empty);
    }
    String key = namespace + "/" + pod;
    // The kubeconfig may name another server for the same context tomorrow.
    return pods.computeIfAbsent(
        endpoint.server() + " " + key,
        ignored -> new PodTunnels(key, timing, pool -> tunnel(new Way(namespace, pod), pool)));
  }

  private SpdyTunnel tunnel(Way way, TunnelPool pool) throws IOException, InterruptedException {
    Wire wire = shaken(way, () -> negotiation.tunnel(way.path(), timing.connect()));
    SpdyTunnel tunnel = new SpdyTunnel(wire, way.place(), timing, way, pool);
    tunnel.start();
    return tunnel;
  }

  /// Opens a connection when it is its turn, and tells when that takes suspiciously long.
  private <T> T shaken(Way way, Opening<T> opening) throws IOException, InterruptedException {
    // A login may take its time, and the node has no part in it.
    endpoint.headers();
    handshakes.acquire();
    Thread doubt = Thread.ofVirtual().name("tunnel-doubt-" + way.pod).start(way::late);
    try {
      return opening.open();
    } finally {
      doubt.interrupt();
      handshakes.release();
    }
  }

  /// A stream to a process of a container.
  ByteStream process(String namespace, String pod, String path, Channels channels)
      throws IOException, InterruptedException {
    return single(
        new Way(namespace, pod),
        () ->
            WebSocketHandshake.open(endpoint, path, Dialect.CHANNELS.protocol(), timing.connect()),
        channels);
  }

  /// The way to one pod, as its tunnels see it.
  private final class Way implements Probe {
    private final String namespace;
    private final String pod;

    Way(String namespace, String pod) {
      this.namespace = namespace;
      this.pod = pod;
    }

    String place() {
      return namespace + "/" + pod;
    }

    String path() {
      return PodConnections.path(namespace, pod);
    }

    @Override
    public boolean answers() throws InterruptedException {
      try {
        shakeHands(namespace, pod, timing.connect());
        return true;
      } catch (IOException | MooringException e) {
        return false;
      }
    }

    @Override
    public void stalled() {
      Thread.ofVirtual()
          .name("tunnel-probe-" + pod)
          .start(
              () -> {
                try {
                  shakeHands(namespace, pod, STALLED);
                } catch (IOException | MooringException e) {
                  silent(Messages.of("an-upload-is-stalled"));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    /// A node without power answers nothing, and a handshake with it takes ten seconds to fail.
    void late() {
      try {
        Thread.sleep(timing.suspect());
        silent(Messages.of("its-node-has-not-answered-for", timing.suspect().toSeconds()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void silent(String why) {
      reachability.tell(new ReachabilityEvent.PodSilent(namespace, pod, why));
    }

    @Override
    public void heard() {
      reachability.tell(new ReachabilityEvent.PodHeard(namespace, pod));
    }
  }

  /// Opens a connection to the API server.
  @FunctionalInterface
  private interface Opening<T> {
    T open() throws IOException, InterruptedException;
  }

  /// A connection that carries one stream.
  private ChannelStream single(Way way, Opening<WebSocketWire> opening, Channels channels)
      throws IOException, InterruptedException {
    checkOpen();
    ChannelStream stream =
        new ChannelStream(shaken(way, opening), channels, timing, way, single::remove);
    single.add(stream);
    stream.start();
    if (closed) {
      stream.close();
    }
    return stream;
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("Mooring closed the connection");
    }
  }

  private static String path(String namespace, String pod) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward";
  }

  @Override
  public void close() {
    closed = true;
    single.forEach(ChannelStream::close);
    List<PodTunnels> all = List.copyOf(pods.values());
    pods.clear();
    all.forEach(PodTunnels::close);
    try {
      for (PodTunnels each : all) {
        for (SpdyTunnel tunnel : each.present()) {
          tunnel.awaitEnd(ENDS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
