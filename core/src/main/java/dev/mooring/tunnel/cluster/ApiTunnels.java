package dev.mooring.tunnel.cluster;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Cluster;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import dev.mooring.tunnel.channel.AttachChannels;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Byte streams into pods, by Mooring's own client of the port-forward and attach protocols.
///
/// A stream gets a connection to the API server of its own where one is free or quickly made, and
/// shares one otherwise. The last one into a pod is kept for two minutes after its last stream; all
/// are pinged. Which [Dialect] works is found with the first stream and remembered.
public final class ApiTunnels implements Tunnels {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final int ATTEMPTS = 3;

  /// Pods in doubt are asked beside those who connect, never instead.
  private static final int CHECKS = 2;

  private static final Duration CHECK = Duration.ofSeconds(3);

  private final ApiEndpoint endpoint;
  private final Semaphore checks = new Semaphore(CHECKS);
  private final PodConnections connections;
  private final Reachability reachability;
  private volatile boolean closed;

  /// The cluster is not closed with it. Nothing is connected before the first stream.
  public ApiTunnels(Cluster cluster) {
    this(cluster.endpoint());
  }

  /// @param endpoint asked for its credentials anew at each connection, so that those that
  /// were renewed are used
  public ApiTunnels(ApiEndpoint endpoint) {
    this(endpoint, Timing.DEFAULT);
  }

  ApiTunnels(ApiEndpoint endpoint, Timing timing) {
    this(endpoint, timing, Dialect.TUNNEL);
  }

  ApiTunnels(ApiEndpoint endpoint, Timing timing, Dialect first) {
    this.endpoint = endpoint;
    this.reachability = new Reachability(endpoint);
    this.connections = new PodConnections(endpoint, timing, first, reachability);
  }

  /// Names are checked before they become part of a path. A connection that breaks while the
  /// stream is being opened is replaced, with three attempts in all. A refusal is final, but
  /// for a token that may have been revoked, which is asked for anew once.
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
        return connections.dial(port);
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

  /// Joins the process that runs already (`pods/attach`): what it wrote before is not told
  /// again, and it goes on when the stream is closed. The container needs `stdin: true` to
  /// hear anything.
  @Override
  public ByteStream attach(String namespace, String pod, String container)
      throws InterruptedException {
    String what = Messages.of("cannot-attach-to-container-of-pod", container, pod);
    return process(what, namespace, pod, container, "attach", "&stdin=true");
  }

  /// The command and its arguments are sent as they are; no shell takes them apart.
  @Override
  public ByteStream run(String namespace, String pod, String container, List<String> command)
      throws InterruptedException {
    return exec(namespace, pod, container, "&stdin=false", command);
  }

  /// As [#run], with an input. Both are tried once: a command that may have begun is not
  /// begun again.
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
      return connections.process(
          namespace, pod, path, new AttachChannels(namespace + "/" + pod, container));
    } catch (IOException e) {
      heedInterrupt();
      throw TunnelRefusals.explain(what, namespace, pod, subresource, endpoint, e);
    }
  }

  /// Two pods at a time, so that many in doubt do not hold up those who connect; others wait.
  /// Gives up after 3 s.
  @Override
  public void check(String namespace, String pod) throws InterruptedException {
    String what = Messages.of("cannot-reach-pod", pod);
    check(what, namespace, pod);
    checks.acquire();
    try {
      connections.shakeHands(namespace, pod, CHECK);
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

  @Override
  public Subscription follow(Consumer<ReachabilityEvent> consumer) {
    return reachability.follow(consumer);
  }

  @Override
  public void close() {
    closed = true;
    reachability.close();
    connections.close();
  }

  /// Interrupting a virtual thread in a socket closes the socket, and says no more.
  private static void heedInterrupt() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
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
    return connections.dialect();
  }

  /// For tests: how many connections to the API server are open.
  public int tunnelCount() {
    return connections.count();
  }
}
