package dev.mooring.registry.http;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Requests to one registry, and to another host only where the registry may lead there.
public final class Connection implements AutoCloseable {
  /// A manifest is at most this long, and so is every other answer that is kept in memory.
  public static final int LONGEST = 4 * 1024 * 1024;

  private static final Duration SILENCE = Duration.ofSeconds(30);

  /// Bodies up to here are sent again after a login; longer ones are never the first request.
  private static final long REPEATABLE = 4 << 20;

  private final Origin origin;
  private final Authorization authorization;
  private final Reach reach;
  private final Patience patience;
  private final BoundedClient client;
  private final Following following;

  /// A registry that knows its callers by their connection, such as one behind a forward.
  public Connection(URI base) {
    this(base, Authorization.NONE, Reach.of(null, WayOut.OF_MACHINE));
  }

  /// @param base scheme, host and port; a path of it is left out
  /// @throws MooringException when it is no http or https address
  public Connection(URI base, Authorization authorization, Reach reach) {
    this(base, authorization, reach, Patience.LONG);
  }

  /// One that stays with a silent or busy registry for as long as it is told to.
  public Connection(URI base, Authorization authorization, Reach reach, Patience patience) {
    this.origin = Origin.of(base);
    this.authorization = authorization;
    this.reach = reach;
    this.patience = patience;
    this.client = new BoundedClient(reach);
    this.following = new Following(origin, authorization, patience);
  }

  /// Scheme, host and port, without a path.
  public URI base() {
    return origin.base();
  }

  /// How long it stays with a registry that does not answer.
  public Patience patience() {
    return patience;
  }

  /// The host as image names have it.
  public String host() {
    return base().getRawAuthority();
  }

  /// @param path from its slash on, escaped
  public URI at(String path) {
    return origin.at(path);
  }

  /// What a `Link` or `Location` header points to, on this registry's own address.
  ///
  /// @throws MooringException when it points to another host or is no address
  public URI resolve(URI from, String target) {
    URI resolved = Origin.resolved(from, target);
    if (!origin.has(resolved)) {
      throw RegistryRefusals.elsewhere(from, target);
    }
    return origin.own(resolved);
  }

  /// A request to be sent by [#send], which says who asks.
  public HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("User-Agent", "mooring");
  }

  /// A request whose answer fits in memory.
  public Answer send(HttpRequest request) throws IOException, InterruptedException {
    Transfer transfer = new Transfer(patience.atMost(SILENCE));
    return send(request, transfer, BoundedBody.kept(LONGEST, transfer));
  }

  /// A request whose body or answer may be large; a refusal's text is kept, a success goes to
  /// `body`.
  public Answer send(
      HttpRequest request, Transfer transfer, HttpResponse.BodySubscriber<byte[]> body)
      throws IOException, InterruptedException {
    Answer answer = exchange(request, true, transfer, () -> body);
    boolean repeatable =
        request.bodyPublisher().map(each -> each.contentLength() <= REPEATABLE).orElse(true);
    return repeatable && following.isLoggedIn(answer)
        ? exchange(request, true, transfer, () -> body)
        : answer;
  }

  /// @param known whether the registry itself is asked, which gets to see who asks
  private Answer exchange(
      HttpRequest request,
      boolean known,
      Transfer transfer,
      Supplier<? extends HttpResponse.BodySubscriber<byte[]>> body)
      throws IOException, InterruptedException {
    return client.send(known ? introduced(request) : request, transfer, body);
  }

  /// The same request with what the registry knows its callers by.
  private HttpRequest introduced(HttpRequest request) {
    return authorization
        .header(request.uri())
        .map(
            each ->
                HttpRequest.newBuilder(request, (name, value) -> true)
                    .header("Authorization", each)
                    .build())
        .orElse(request);
  }

  /// A GET that follows redirects on the same host.
  public Answer get(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
    Transfer transfer = new Transfer(patience.atMost(SILENCE));
    return get(uri, headers, transfer, () -> BoundedBody.kept(LONGEST, transfer));
  }

  /// The same for an answer that is kept elsewhere, or in parts.
  ///
  /// @param body made for each attempt: a redirect or a login takes more than one
  public Answer get(
      URI uri,
      Map<String, String> headers,
      Transfer transfer,
      Supplier<? extends HttpResponse.BodySubscriber<byte[]>> body)
      throws IOException, InterruptedException {
    return following.to(
        uri, (next, own) -> exchange(plain(next, headers).GET().build(), own, transfer, body));
  }

  /// A HEAD that does the same. Its answer has no body, whatever its headers say.
  public Answer head(URI uri, Map<String, String> headers)
      throws IOException, InterruptedException {
    Transfer transfer = new Transfer(patience.atMost(SILENCE));
    return following.to(
        uri,
        (next, own) ->
            exchange(
                plain(next, headers).HEAD().build(),
                own,
                transfer,
                () -> BoundedBody.kept(LONGEST, transfer)));
  }

  private HttpRequest.Builder plain(URI uri, Map<String, String> headers) {
    HttpRequest.Builder request = request(uri);
    headers.forEach(request::header);
    return request;
  }

  /// A GET whose body is long: it is read as it arrives, by whoever asked.
  ///
  /// @return the answer, its own body empty where it is a success, and then the stream
  public Streamed stream(URI uri, Map<String, String> headers, Duration silence)
      throws IOException, InterruptedException {
    AtomicReference<InputStream> stream = new AtomicReference<>();
    Answer answer =
        following.to(
            uri,
            (next, own) -> {
              reach.out().demand(next);
              return Bulk.get(next, header(next, own, headers), reach, silence, stream);
            });
    return new Streamed(answer, stream.get());
  }

  /// @param body null where there is no success
  public record Streamed(Answer answer, @Nullable InputStream body) {}

  /// A request whose body is long, read from a stream by the caller's own thread.
  public Answer upload(
      String method,
      URI uri,
      Map<String, String> headers,
      InputStream body,
      long length,
      Transfer transfer)
      throws IOException, InterruptedException {
    reach.out().demand(uri);
    return Bulk.send(method, uri, header(uri, true, headers), reach, body, length, transfer);
  }

  private Map<String, String> header(URI uri, boolean own, Map<String, String> headers) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    authorization.header(uri).filter(each -> own).ifPresent(each -> all.put("Authorization", each));
    return all;
  }

  /// What a failing status means at this registry.
  ///
  /// @param what what did not happen, "Cannot list the tags of ana/app"
  public MooringException refused(String what, String repository, Answer answer) {
    return authorization
        .refusal(
            what,
            new Authorization.Refused(
                answer.uri(),
                answer.status(),
                answer.text(),
                RetryAfter.of(answer).map(Duration::toSeconds).orElse(0L),
                RegistryRefusals.detail(answer)))
        .map(Problem::raise)
        .orElseGet(() -> RegistryRefusals.refused(what, repository, answer));
  }

  /// Sends a request whose answer nobody waits for, such as giving up an upload.
  public void tell(HttpRequest request) {
    client.tell(introduced(request));
  }

  /// Runs requests and puts a failing connection in the user's words.
  public <T> T ask(String what, Attempt<T> attempt) throws InterruptedException {
    try {
      return attempt.run();
    } catch (IOException e) {
      throw failed(what, e);
    }
  }

  /// What a broken connection means, in the user's words: REGISTRY_UNREACHABLE, or for an
  /// answer that is too long IMAGE_UNREADABLE.
  public MooringException failed(String what, IOException e) {
    return RegistryRefusals.unreachable(what, base(), e);
  }

  /// Requests that may fail on the way.
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  @Override
  public void close() {
    client.close();
  }
}
