package dev.mooring.tunnel;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Cluster;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
/// Each pod gets a small number of connections that its streams share. They are opened when needed,
/// kept for two minutes after the last stream, and pinged. A server that refuses the WebSocket
/// tunnel (before Kubernetes 1.31) is asked for plain SPDY once and remembered.
public final class ApiTunnels implements Tunnels {
  private static final String TUNNEL = "SPDY/3.1+portforward.k8s.io";
  private static final String PLAIN = "portforward.k8s.io";
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
  private final Set<AttachStream> attached = ConcurrentHashMap.newKeySet();
  private final Semaphore checks = new Semaphore(CHECKS);
  private final Set<Consumer<WayNews>> followers = new CopyOnWriteArraySet<>();
  private final Object pulsing = new Object();
  private @Nullable Thread pulse;
  private @Nullable WayNews server;
  private volatile boolean plain;
  private volatile boolean closed;

  public ApiTunnels(Cluster cluster) {
    this(cluster.endpoint());
  }

  public ApiTunnels(ApiEndpoint endpoint) {
    this(endpoint, Timing.DEFAULT);
  }

  ApiTunnels(ApiEndpoint endpoint, Timing timing) {
    this(endpoint, timing, false);
  }

  ApiTunnels(ApiEndpoint endpoint, Timing timing, boolean plain) {
    this.plain = plain;
    this.endpoint = endpoint;
    this.timing = timing;
    this.handshakes = new Semaphore(timing.handshakes());
  }

  @Override
  public ByteStream open(PodPort port) throws InterruptedException {
    String what = "Cannot connect to port " + port.port() + " of pod " + port.pod();
    check(what, port.namespace(), port.pod());
    if (port.port() < 1 || port.port() > 65535) {
      throw new Problem(what, "a port is a number from 1 to 65535", "Choose another port").raise();
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return tunnels(port.namespace(), port.pod()).place().open(port);
      } catch (IOException e) {
        // A tunnel that was lost unnoticed says nothing about the pod: the next one does.
        boolean again =
            e instanceof RefusedException r
                ? r.status() == 401 && attempt == 1 && endpoint.refused()
                : !(e instanceof StreamException s
                    && s.kind() == StreamException.Kind.REFUSED
                    && attempt > 1);
        if (!again || attempt == ATTEMPTS || closed || unreachable(e)) {
          throw Refusals.explain(what, port.namespace(), port.pod(), "portforward", endpoint, e);
        }
      }
    }
  }

  @Override
  public ByteStream attach(String namespace, String pod, String container)
      throws InterruptedException {
    String what = "Cannot attach to container " + container + " of pod " + pod;
    check(what, namespace, pod);
    String path =
        "/api/v1/namespaces/"
            + namespace
            + "/pods/"
            + pod
            + "/attach?container="
            + URLEncoder.encode(container, StandardCharsets.UTF_8)
            + "&stdin=true&stdout=true&stderr=true&tty=false";
    handshakes.acquire();
    try {
      WebSocketWire wire =
          Upgrade.webSocket(endpoint, path, AttachStream.PROTOCOL, timing.connect());
      AttachStream stream =
          new AttachStream(wire, namespace + "/" + pod, container, timing, attached::remove);
      attached.add(stream);
      stream.start();
      if (closed) {
        stream.close();
      }
      return stream;
    } catch (IOException e) {
      throw Refusals.explain(what, namespace, pod, "attach", endpoint, e);
    } finally {
      handshakes.release();
    }
  }

  @Override
  public void check(String namespace, String pod) throws InterruptedException {
    String what = "Cannot reach pod " + pod;
    check(what, namespace, pod);
    checks.acquire();
    try {
      shakeHands(namespace, pod, CHECK);
    } catch (SocketTimeoutException e) {
      throw new Problem(
              what,
              "its node did not answer within " + CHECK.toSeconds() + " s",
              "Look at the pod's node with kubectl get nodes")
          .raise(e);
    } catch (IOException e) {
      throw Refusals.explain(what, namespace, pod, "portforward", endpoint, e);
    } finally {
      checks.release();
    }
  }

  /// The answer to the upgrade is the kubelet's, so it proves the whole way.
  private void shakeHands(String namespace, String pod, Duration limit)
      throws IOException, InterruptedException {
    wire("/api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward", limit).abort();
  }

  @Override
  public Subscription follow(Consumer<WayNews> consumer) {
    synchronized (pulsing) {
      followers.add(consumer);
      if (server != null) {
        consumer.accept(server);
      }
      if (pulse == null && !closed) {
        ServerPulse asking = new ServerPulse(endpoint, this::tell);
        pulse = Thread.ofVirtual().name("api-pulse").start(() -> run(asking));
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

  private void tell(WayNews news) {
    if (news instanceof WayNews.ServerSilent || news instanceof WayNews.ServerHeard) {
      synchronized (pulsing) {
        server = news instanceof WayNews.ServerSilent ? news : null;
      }
    }
    followers.forEach(each -> each.accept(news));
  }

  @Override
  public void close() {
    closed = true;
    synchronized (pulsing) {
      endPulse();
    }
    attached.forEach(AttachStream::close);
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

  private PodTunnels tunnels(String namespace, String pod) throws IOException {
    if (closed) {
      throw new IOException("Mooring closed the connection");
    }
    if (pods.size() > MOST_PODS) {
      pods.values().removeIf(PodTunnels::empty);
    }
    String key = namespace + "/" + pod;
    return pods.computeIfAbsent(
        key, ignored -> new PodTunnels(key, timing.tunnelsPerPod(), () -> tunnel(namespace, pod)));
  }

  private SpdyTunnel tunnel(String namespace, String pod) throws IOException, InterruptedException {
    handshakes.acquire();
    try {
      SpdyTunnel tunnel =
          new SpdyTunnel(
              wire(
                  "/api/v1/namespaces/" + namespace + "/pods/" + pod + "/portforward",
                  timing.connect()),
              namespace + "/" + pod,
              timing,
              new Way(namespace, pod));
      tunnel.start();
      return tunnel;
    } finally {
      handshakes.release();
    }
  }

  /// The way to one pod, as its tunnels see it.
  private final class Way implements SpdyTunnel.Probe {
    private final String namespace;
    private final String pod;

    Way(String namespace, String pod) {
      this.namespace = namespace;
      this.pod = pod;
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
                  silent("an upload stands still and its node does not answer");
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }

    @Override
    public void silent(String why) {
      tell(new WayNews.PodSilent(namespace, pod, why));
    }

    @Override
    public void heard() {
      tell(new WayNews.PodHeard(namespace, pod));
    }
  }

  private Wire wire(String path, Duration limit) throws IOException, InterruptedException {
    if (plain) {
      return Upgrade.spdy(endpoint, path, PLAIN, limit);
    }
    try {
      return Upgrade.webSocket(endpoint, path, TUNNEL, limit);
    } catch (RefusedException refused) {
      if (aboutThePod(refused)) {
        throw refused;
      }
      Wire wire = Upgrade.spdy(endpoint, path, PLAIN, limit);
      plain = true;
      return wire;
    }
  }

  /// Whether the server understood the request and refused what it is about, rather than the form.
  private static boolean aboutThePod(RefusedException refused) {
    return switch (refused.status()) {
      case 401 -> true;
      case 403 -> refused.reason().equals("Forbidden");
      case 404 -> refused.reason().equals("NotFound");
      default -> false;
    };
  }

  /// Whether even a new connection could not be made: trying again at once would not help.
  private static boolean unreachable(IOException e) {
    return !(e instanceof StreamException) && !(e instanceof java.io.EOFException);
  }

  private static void check(String what, String namespace, String pod) {
    if (!NAME.matcher(namespace).matches() || !NAME.matcher(pod).matches()) {
      throw new Problem(
              what,
              "'" + namespace + "/" + pod + "' is not the name of a pod",
              "Names have lower-case letters, digits, '-' and '.'")
          .raise();
    }
  }

  /// For tests: how many connections to the API server are open.
  int tunnelCount() {
    return pods.values().stream().mapToInt(each -> each.present().size()).sum();
  }
}
