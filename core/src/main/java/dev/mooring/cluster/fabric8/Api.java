package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Unreachable;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Sends requests to the API server: authenticated, bounded in time and size, and with every
/// refusal turned into a problem.
///
/// HTTP/1.1 on purpose: over HTTP/2 all requests share one connection, and when the network drops
/// it silently each further request waits for its limit on the dead one.
final class Api implements AutoCloseable {
  static final String JSON = "application/json";
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final int MISSING = 404;
  static final int CONFLICT = 409;
  static final String APPLY = "application/apply-patch+yaml";

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int ATTEMPTS = 3;

  private final Endpoint endpoint;
  private final Duration limit;
  private final Object lock = new Object();
  private @Nullable HttpClient client;
  private @Nullable SSLContext clientTls;
  private @Nullable ProxySelector clientProxies;
  private boolean closed;

  Api(Endpoint endpoint, Duration limit) {
    this.endpoint = endpoint;
    this.limit = limit;
  }

  /// An answer with the HTTP status 200 to 299 or 404.
  static final class Answer {
    private final int code;
    private final byte[] body;

    Answer(int code, byte[] body) {
      this.code = code;
      this.body = body;
    }

    int code() {
      return code;
    }

    boolean absent() {
      return code == MISSING;
    }

    byte[] body() {
      return body;
    }

    Document json() {
      return Documents.json(body, Messages.of("the-answer-of-the-api-server"), Bounds.ANSWER);
    }
  }

  /// Sends one request; 404 is an answer, any other refusal a problem.
  ///
  /// @param target path and query, from [Call#path]
  Answer send(Call call, String method, String target, String type, @Nullable Document body)
      throws InterruptedException {
    return send(call, method, target, type, body, limit);
  }

  Answer send(
      Call call, String method, String target, String type, @Nullable Document body, Duration time)
      throws InterruptedException {
    return send(call, method, target, type, body, time, Set.of(MISSING));
  }

  /// An apply that is not forced: a conflict is an answer too.
  Answer sendEvenIfConflicting(Call call, String target, Document body)
      throws InterruptedException {
    return send(call, "PATCH", target, APPLY, body, limit, Set.of(MISSING, CONFLICT));
  }

  private Answer send(
      Call call,
      String method,
      String target,
      String type,
      @Nullable Document body,
      Duration time,
      Set<Integer> answers)
      throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    byte[] bytes = body == null ? null : Documents.jsonBytes(body);
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == ATTEMPTS;
      try {
        HttpResponse<byte[]> response = once(method, target, type, bytes, deadline);
        int code = response.statusCode();
        if (code / 100 == 2 || answers.contains(code)) {
          return new Answer(code, response.body());
        }
        if (code == 401 && attempt == 1 && endpoint.credentials().invalidate()) {
          continue;
        }
        if (code == 429 && !last && paused(response, deadline)) {
          continue;
        }
        throw refused(call, code, response.body());
      } catch (IOException | TimeoutException e) {
        if (last || e instanceof TimeoutException || !Unreachable.brokenMidway(e)) {
          throw unreachable(call, e);
        }
      }
    }
  }

  /// Opens an answer that goes on: a watch. The caller closes it.
  InputStream stream(Call call, String target) throws InterruptedException, IOException {
    HttpRequest request = request("GET", target, JSON, null, limit);
    HttpResponse<InputStream> response = client().send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      if (response.statusCode() == 401) {
        endpoint.credentials().invalidate();
      }
      throw refused(call, response.statusCode(), body.readNBytes(1 << 20));
    }
  }

  /// What is wrong when the server gives no answer to the cheapest question, or does not accept the
  /// login; else null.
  @Nullable Problem silence(Duration time) throws InterruptedException {
    Call call = Call.server(endpoint.context().cluster());
    long deadline = System.nanoTime() + time.toNanos();
    try {
      HttpResponse<byte[]> answer = once("GET", "/version", JSON, null, deadline);
      if (answer.statusCode() == 401 && endpoint.credentials().invalidate()) {
        answer = once("GET", "/version", JSON, null, deadline);
      }
      return answer.statusCode() == 401
          ? refused(call, answer.statusCode(), answer.body()).problem()
          : null;
    } catch (IOException | TimeoutException e) {
      return unreachable(call, e).problem();
    } catch (MooringException e) {
      return e.problem();
    }
  }

  /// Later requests use new connections. Those under way keep theirs, so the client that makes them
  /// is left to end by itself.
  void renew() {
    synchronized (lock) {
      client = null;
    }
  }

  MooringException unreachable(Call call, Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return Unreachable.problem(call.what(), endpoint, cause).raise(e);
  }

  MooringException refused(Call call, int code, byte[] body) {
    Document status = Document.nothing();
    try {
      status = Documents.json(body, Messages.of("the-answer-of-the-api-server"));
    } catch (MooringException e) {
      // A proxy or another server wrote it; the code says enough.
    }
    return ApiRefusals.status(
            call.what(),
            call,
            endpoint.context(),
            code,
            status,
            endpoint.credentials().howToLogIn())
        .raise();
  }

  private HttpResponse<byte[]> once(
      String method, String target, String type, byte @Nullable [] body, long deadline)
      throws InterruptedException, IOException, TimeoutException {
    HttpClient http = client();
    HttpRequest request = request(method, target, type, body, limit);
    return Exchange.of(
        http, request, Bounds.ANSWER.bytes(), Duration.ofNanos(deadline - System.nanoTime()));
  }

  private HttpRequest request(
      String method, String target, String type, byte @Nullable [] body, Duration time)
      throws InterruptedException {
    String base = endpoint.server().toString().replaceAll("/+$", "");
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + target))
            .timeout(time)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .header("Accept", "application/json, */*")
            .header("User-Agent", "mooring");
    if (body != null) {
      builder.header("Content-Type", type);
    }
    try {
      endpoint.headers().forEach(builder::header);
    } catch (IllegalArgumentException e) {
      // Without the cause: its message quotes the value.
      throw new Problem(
              Code.KUBECONFIG_INVALID,
              Messages.of("cannot-log-in-to", endpoint.context().cluster()),
              Messages.of("the-credentials-of-the-user-hold", endpoint.context().user()),
              new Remedy.Advice(endpoint.credentials().howToLogIn()))
          .raise();
    }
    return builder.build();
  }

  private static boolean paused(HttpResponse<?> response, long deadline)
      throws InterruptedException {
    long seconds = response.headers().firstValueAsLong("Retry-After").orElse(1);
    long millis = Math.clamp(seconds * 1000, 100, 5000);
    if (System.nanoTime() + millis * 1_000_000 > deadline) {
      return false;
    }
    Thread.sleep(millis);
    return true;
  }

  private HttpClient client() throws InterruptedException {
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
