package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.KubeObject;
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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends requests to the API server: authenticated, bounded in time and size, and with every
/// refusal turned into a problem.
final class Api implements AutoCloseable {
  static final String JSON = "application/json";
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String STEPS = "application/json-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private static final int ATTEMPTS = 3;

  private final Endpoint endpoint;
  private final Duration limit;
  private final KeptClient client;

  Api(Endpoint endpoint, Duration limit) {
    this.endpoint = endpoint;
    this.limit = limit;
    this.client = new KeptClient(endpoint);
  }

  /// Sends one request; 404 is an answer, any other refusal a problem.
  ///
  /// @param target path and query, from [Call#path]
  Answer send(Call call, String method, String target, String type, @Nullable Document body)
      throws InterruptedException {
    return send(call, method, target, type, body, Set.of(Answer.MISSING));
  }

  /// The same where 404 is a refusal too.
  Answer sendToPresent(
      Call call, String method, String target, String type, @Nullable Document body)
      throws InterruptedException {
    return send(call, method, target, type, body, Set.of());
  }

  /// An apply that is not forced: a conflict is an answer too.
  Answer sendEvenIfConflicting(Call call, String target, Document body)
      throws InterruptedException {
    return send(call, "PATCH", target, APPLY, body, Set.of(Answer.MISSING, Answer.CONFLICT));
  }

  /// A page of a list; [Answer#GONE] is an answer too.
  Answer list(Call call, String target) throws InterruptedException {
    return send(call, "GET", target, JSON, null, Set.of(Answer.MISSING, Answer.GONE));
  }

  /// The object of a call, or nothing.
  Optional<KubeObject> get(Call call) throws InterruptedException {
    Answer answer = send(call, "GET", call.path(), JSON, null);
    return answer.absent() ? Optional.empty() : Optional.of(new KubeObject(answer.json()));
  }

  URI server() {
    return endpoint.server();
  }

  private Answer send(
      Call call,
      String method,
      String target,
      String type,
      @Nullable Document body,
      Set<Integer> answers)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    byte[] bytes = body == null ? null : Documents.jsonBytes(body);
    for (int attempt = 1; ; attempt++) {
      boolean last = attempt == ATTEMPTS;
      try {
        HttpResponse<byte[]> response = once(method, target, type, bytes, deadline);
        int code = response.statusCode();
        if (code / 100 == 2 || answers.contains(code)) {
          return new Answer(code, response.body(), response.headers().allValues("Warning"));
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
    HttpRequest request = request("GET", target, JSON, null);
    HttpResponse<InputStream> response = client.get().send(request, BodyHandlers.ofInputStream());
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
    client.renew();
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
    HttpRequest request = request(method, target, type, body);
    return Exchange.of(
        client.get(),
        request,
        Bounds.ANSWER.bytes(),
        Duration.ofNanos(deadline - System.nanoTime()));
  }

  private HttpRequest request(String method, String target, String type, byte @Nullable [] body)
      throws InterruptedException {
    String base = endpoint.server().toString().replaceAll("/+$", "");
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(base + target))
            .timeout(limit)
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

  @Override
  public void close() {
    client.close();
  }
}
