package dev.mooring.tunnel.cluster;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Cluster;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.channel.AttachChannels;
import dev.mooring.tunnel.channel.ChannelStream;
import dev.mooring.tunnel.channel.Channels;
import dev.mooring.tunnel.channel.PortChannels;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Probe;
import dev.mooring.tunnel.liveness.ServerPulse;
import dev.mooring.tunnel.spdy.PodTunnels;
import dev.mooring.tunnel.spdy.SpdyTunnel;
import dev.mooring.tunnel.websocket.WebSocketHandshake;
import dev.mooring.tunnel.websocket.WebSocketWire;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Byte streams into pods, by Mooring's own client of the port-forward and attach protocols.
///
/// A stream gets a connection to the API server of its own where one is free or quickly made, and
/// shares one otherwise. The last one into a pod is kept for two minutes after its last stream; all
/// are pinged. Which [Dialect] works is found with the first stream and remembered.
public final class ApiTunnels implements Tunnels {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final int ATTEMPTS = 3;
  private static final int MOST_PODS = 1024;

  /// Pods in doubt are asked beside those who connect, never instead.
  private static final int CHECKS = 2;

  private static final Duration CHECK = Duration.ofSeconds(3);
  private static final Duration STALLED = Duration.ofSeconds(1);

  private final ApiEndpoint endpoint;
  private final Timing timing;
  private final Semaphore handshakes;
  private final Map<String, PodTunnels> pods = new ConcurrentHashMap<>();
  private final Semaphore checks = new Semaphore(CHECKS);
  private final Set<Consumer<ReachabilityEvent>> followers = new CopyOnWriteArraySet<>();
  private final Object pulsing = new Object();
  private @Nullable Thread pulse;
  private @Nullable ReachabilityEvent server;
  private final Set<ChannelStream> single = ConcurrentHashMap.newKeySet();
  private final Negotiation negotiation;
  private volatile boolean closed;

  public ApiTunnels(Cluster cluster) {
    this(cluster.endpoint());
  }

  public ApiTunnels(ApiEndpoint endpoint) {
    this(endpoint, Timing.DEFAULT);
  }

  ApiTunnels(ApiEndpoint endpoint, Timing timing) {
    this(endpoint, timing, Dialect.TUNNEL);
  }

  ApiTunnels(ApiEndpoint endpoint, Timing timing, Dialect first) {
    this.endpoint = endpoint;
    this.timing = timing;
    this.negotiation = new Negotiation(endpoint, timing.connect(), first);
    this.handshakes = new Semaphore(timing.handshakes());
  }

  @Override
  public ByteStream open(PodPort port) throws InterruptedException {
    String what = Messages.of("cannot-connect-to-port-of-pod", port.port(), port.pod());
    check(what, port.namespace(), port.pod());
    if (port.port() < 1 || port.port() > 65535) {
      throw new Problem(
              Code.INVALID_PORT,
              what,
              Messages.of("a-port-is-a-number-from"),
              new Remedy.Advice(Messages.of("choose-another-port")))
          .raise();
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return dial(port);
      } catch (IOException e) {
        heedInterrupt();
        // A tunnel that was lost unnoticed says nothing about the pod: the next one does. Nor does
        // a token that was revoked before its time.
        boolean again =
            e instanceof RefusedException r
                ? r.status() == 401 && attempt == 1 && endpoint.refused()
                : !(e instanceof StreamException s
                    && s.kind() == StreamException.Kind.REFUSED
                    && attempt > 1);
        if (!again || attempt == ATTEMPTS || closed || unreachable(e)) {
          throw TunnelRefusals.explain(
              what, port.namespace(), port.pod(), "portforward", endpoint, e);
        }
      }
    }
  }

  @Override
  public ByteStream attach(String namespace, String pod, String container)
      throws InterruptedException {
    String what = Messages.of("cannot-attach-to-container-of-pod", container, pod);
    return process(what, namespace, pod, container, "attach", "&stdin=true");
  }

  @Override
  public ByteStream run(String namespace, String pod, String container, List<String> command)
      throws InterruptedException {
    return exec(namespace, pod, container, "&stdin=false", command);
  }

  @Override
  public ByteStream exec(String namespace, String pod, String container, List<String> command)
      throws InterruptedException {
    return exec(namespace, pod, container, "&stdin=true", command);
  }

  private ByteStream exec(
      String namespace, String pod, String container, String input, List<String> command)
      throws InterruptedException {
    StringBuilder words = new StringBuilder(input);
    command.forEach(
        each -> words.append("&command=").append(URLEncoder.encode(each, StandardCharsets.UTF_8)));
    String what = Messages.of("cannot-run-in-container-of-pod", container, pod);
    return process(what, namespace, pod, container, "exec", words.toString());
  }

  private ByteStream process(
      String what, String namespace, String pod, String container, String subresource, String more)
      throws InterruptedException {
    check(what, namespace, pod);
    String path =
        "/api/v1/namespaces/"
            + namespace
            + "/pods/"
            + pod
            + "/"
            + subresource
            + "?container="
            + URLEncoder.encode(container, StandardCharsets.UTF_8)
            + "&stdout=true&stderr=true&tty=false"
            + more;
    try {
      return single(
          new Way(namespace, pod),
          () ->
              WebSocketHandshake.open(
                  endpoint, path, Dialect.CHANNELS.protocol(), timing.connect()),
          new AttachChannels(namespace + "/" + pod, container));
    } catch (IOException e) {
      heedInterrupt();
      throw TunnelRefusals.explain(what, namespace, pod, subresource, endpoint, e);
    }
  }

  @Override
  public void check(String namespace, String pod) throws InterruptedException {
    String what = Messages.of("cannot-reach-pod", pod);
    check(what, namespace, pod);
    checks.acquire();
    try {
      shakeHands(namespace, pod, CHECK);
    } catch (SocketTimeoutException e) {
      heedInterrupt();
      throw new Problem(
              Code.NODE_SILENT,
              what,
              Messages.of("its-node-did-not-answer-within", CHECK.toSeconds()),
              new Remedy.Command(Messages.of("look-at-the-pods-node"), "kubectl get nodes"))
          .raise(e);
    } catch (IOException e) {
      heedInterrupt();
      throw TunnelRefusals.explain(what, namespace, pod, "portforward", endpoint, e);
    } finally {
      checks.release();
    }
  }

  /// The answer to the upgrade is the kubelet's, so it proves the whole way.
  private void shakeHands(String namespace, String pod, Duration limit)
      throws IOException, InterruptedException {
    try {
      negotiation.tunnel(path(namespace, pod), limit).abort();
    } catch (Negotiation.NoTunnelException refused) {
      // Refusing a form of the request is an answer too, and touches no port.
    }
  }

  @Override
  public Subscription follow(Consumer<ReachabilityEvent> consumer) {
    synchronized (pulsing) {
      followers.add(consumer);
      if (server != null) {
        consumer.accept(server);
      }
      if (pulse == null && !closed) {
        ServerPulse asking = new ServerPulse(endpoint, this::tellOfServer, Clock.systemUTC());
        // Not a virtual one: waking that four times a second costs twice as much.
        pulse = Thread.ofPlatform().daemon().name("api-pulse").start(() -> run(asking));
      }
    }
    return () -> {
      synchronized (pulsing) {
        followers.remove(consumer);
        if (followers.isEmpty()) {
          endPulse();
        }
      }
    };
  }

  private void endPulse() {
    Thread running = pulse;
    if (running != null) {
      running.interrupt();
    }
    pulse = null;
    server = null;
  }

  private static void run(ServerPulse asking) {
    try {
      asking.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The interrupted pulse may still be in a read when the next one begins.
  private void tellOfServer(ReachabilityEvent event) {
    synchronized (pulsing) {
      if (!Thread.currentThread().equals(pulse)) {
        return;
      }
      if (event instanceof ReachabilityEvent.ServerSilent
          || event instanceof ReachabilityEvent.ServerHeard) {
        server = event instanceof ReachabilityEvent.ServerSilent ? event : null;
      }
    }
    tell(event);
  }

  private void tell(ReachabilityEvent event) {
    followers.forEach(each -> each.accept(event));
  }

  @Override
  public void close() {
    closed = true;
    synchronized (pulsing) {
      endPulse();
    }
    single.forEach(ChannelStream::close);
    List<PodTunnels> all = List.copyOf(pods.values());
    pods.clear();
    all.forEach(PodTunnels::close);
    try {
      for (PodTunnels each : all) {
        for (SpdyTunnel tunnel : each.present()) {
          tunnel.awaitEnd(Duration.ofSeconds(2));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ByteStream dial(PodPort port) throws IOException, InterruptedException {
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

  private SpdyTunnel tunnel(Way way, SpdyTunnel.Pool pool)
      throws IOException, InterruptedException {
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
      return ApiTunnels.path(namespace, pod);
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
      tell(new ReachabilityEvent.PodSilent(namespace, pod, why));
    }

    @Override
    public void heard() {
      tell(new ReachabilityEvent.PodHeard(namespace, pod));
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

  /// Interrupting a virtual thread in a socket closes the socket, and says no more.
  private static void heedInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw new IOException("Mooring closed the connection");
    }
  }

  private static String path(String namespace, String pod) {
    return "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward";
  }

  /// Whether even a new connection could not be made: trying again at once would not help.
  private static boolean unreachable(IOException e) {
    return !(e instanceof StreamException)
        && !(e instanceof RefusedException)
        && !(e instanceof java.io.EOFException);
  }

  private static void check(String what, String namespace, String pod) {
    if (!NAME.matcher(namespace).matches() || !NAME.matcher(pod).matches()) {
      throw new Problem(
              Code.INVALID_NAME,
              what,
              Messages.of("is-not-the-name-of-a", namespace, pod),
              new Remedy.Advice(Messages.of("names-have-lower-case-letters-digits")))
          .raise();
    }
  }

  /// For tests: what the server was found to speak.
  Dialect dialect() {
    return negotiation.dialect();
  }

  /// For tests: how many connections to the API server are open.
  public int tunnelCount() {
    return pods.values().stream().mapToInt(each -> each.present().size()).sum();
  }
}
