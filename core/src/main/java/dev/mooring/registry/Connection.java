package dev.mooring.registry;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Requests to one registry and to no other host.
final class Connection implements AutoCloseable {
  /// A manifest is at most this long, and so is every other answer that is kept in memory.
  static final int LONGEST = 4 * 1024 * 1024;

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int REDIRECTS = 5;

  private final URI base;
  private final HttpClient client;

  Connection(URI base) {
    String scheme = base.getScheme();
    if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("not-a-registrys-address", base),
              Messages.of("it-must-be-http-or-https"),
              new Remedy.Advice(Messages.of("example-http-localhost-5000")))
          .raise();
    }
    this.base = URI.create(scheme + "://" + base.getRawAuthority());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  URI base() {
    return base;
  }

  /// The host as image names have it.
  String host() {
    return base.getRawAuthority();
  }

  URI at(String path) {
    return URI.create(base + path);
  }

  /// What a `Link` or `Location` header points to, on this registry's own address.
  ///
  /// A proxy that ends TLS makes registries say https for http, so only host and port are compared.
  ///
  /// @throws MooringException when it points to another host or is no address
  URI resolve(URI from, String target) {
    URI resolved;
    try {
      resolved = from.resolve(target);
    } catch (IllegalArgumentException e) {
      throw Refusals.elsewhere(from, target);
    }
    boolean own =
        resolved.getHost() != null
            && resolved.getHost().equalsIgnoreCase(base.getHost())
            && (resolved.getPort() == base.getPort() || port(resolved) == port(base));
    if (!own || resolved.getRawPath() == null) {
      throw Refusals.elsewhere(from, target);
    }
    String query = resolved.getRawQuery() == null ? "" : "?" + resolved.getRawQuery();
    return URI.create(base + resolved.getRawPath() + query);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equals(uri.getScheme().toLowerCase(Locale.ROOT)) ? 443 : 80;
  }

  HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("User-Agent", "mooring");
  }

  /// A request whose answer fits in memory.
  Answer send(HttpRequest request) throws IOException, InterruptedException {
    Transfer transfer = new Transfer(PATIENCE);
    return send(request, transfer, BoundedBody.kept(LONGEST, transfer));
  }

  /// A request whose body or answer may be large; a refusal's text is kept, a success goes to
  /// `body`.
  Answer send(HttpRequest request, Transfer transfer, HttpResponse.BodySubscriber<byte[]> body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        transfer.await(
            client.sendAsync(
                request,
                info -> info.statusCode() < 300 ? body : BoundedBody.kept(LONGEST, transfer)));
    return new Answer(response.uri(), response.statusCode(), response.headers(), response.body());
  }

  /// A GET that follows redirects on the same host.
  Answer get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
    Transfer transfer = new Transfer(PATIENCE);
    return get(uri, headers, transfer, () -> BoundedBody.kept(LONGEST, transfer));
  }

  Answer get(
      URI uri,
      Map<String, String> headers,
      Transfer transfer,
      java.util.function.Supplier<BoundedBody> body)
      throws IOException, InterruptedException {
    return following(uri, headers, false, transfer, body);
  }

  Answer head(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
    Transfer transfer = new Transfer(PATIENCE);
    return following(uri, headers, true, transfer, () -> BoundedBody.kept(LONGEST, transfer));
  }

  private Answer following(
      URI uri,
      Map<String, String> headers,
      boolean headOnly,
      Transfer transfer,
      java.util.function.Supplier<BoundedBody> body)
      throws IOException, InterruptedException {
    URI next = uri;
    for (int redirect = 0; redirect <= REDIRECTS; redirect++) {
      HttpRequest.Builder request = request(next);
      headers.forEach(request::header);
      HttpRequest ready = headOnly ? request.HEAD().build() : request.GET().build();
      Answer answer = send(ready, transfer, body.get());
      Optional<String> location = answer.header("Location");
      boolean redirected =
          answer.status() >= 300 && answer.status() < 400 && answer.status() != 304;
      if (!redirected || location.isEmpty()) {
        return answer;
      }
      next = resolve(next, location.get());
    }
    throw Refusals.elsewhere(uri, Messages.of("more-than-redirects", REDIRECTS));
  }

  /// Runs requests and puts a failing connection in the user's words.
  <T> T ask(String what, Attempt<T> attempt) throws InterruptedException {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw failed(what, e);
    }
  }

  MooringException failed(String what, IOException e) {
    return Refusals.unreachable(what, base, e);
  }

  /// Requests that may fail on the way.
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
