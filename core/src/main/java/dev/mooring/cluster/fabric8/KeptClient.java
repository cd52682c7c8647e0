package dev.mooring.cluster.fabric8;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The HTTP client of a context, which keeps its connections as long as certificates and proxies
/// stay the same. Thread-safe.
///
/// HTTP/1.1 on purpose: over HTTP/2 all requests share one connection, and when the network drops
/// it silently each further request waits for its limit on the dead one.
final class KeptClient implements AutoCloseable {
  /// Go's limit for a TLS handshake, which counts here too: on a busy machine the first one of
  /// a process takes seconds.
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final Endpoint endpoint;
  private final Object lock = new Object();
  private @Nullable HttpClient client;
  private @Nullable SSLContext clientTls;
  private @Nullable ProxySelector clientProxies;
  private boolean closed;

  KeptClient(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  HttpClient get() throws InterruptedException {
    SSLContext tls = endpoint.tls();
    ProxySelector proxies = endpoint.proxies();
    synchronized (lock) {
      if (closed) {
        throw new Problem(
                Code.MOORING_CLOSING,
                Messages.of("the-connection-to-is-closed", endpoint.context().name()),
                Messages.of("mooring-is-disconnecting-from-it"),
                new Remedy.Advice(Messages.of("connect-again")))
            .raise();
      }
      HttpClient known = client;
      if (known == null
          || !Objects.equals(clientTls, tls)
          || !Objects.equals(clientProxies, proxies)) {
        if (known != null) {
          known.shutdown();
        }
        known = open(tls, proxies);
        client = known;
        clientTls = tls;
        clientProxies = proxies;
      }
      return known;
    }
  }

  private HttpClient open(@Nullable SSLContext tls, ProxySelector proxies) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .proxy(proxies);
    if (tls != null) {
      String name = endpoint.tlsName();
      if (name == null || name.equals(Endpoint.host(endpoint.server()))) {
        builder.sslContext(tls);
      } else {
        builder.sslContext(NamedTls.of(tls, name));
      }
    }
    return builder.build();
  }

  /// Later requests use new connections. Those under way keep theirs, so the client that makes them
  /// is left to end by itself.
  void renew() {
    synchronized (lock) {
      client = null;
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (client != null) {
        client.shutdownNow();
      }
    }
  }
}
