package dev.mooring.registry.remote;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.BoundedBody;
import dev.mooring.registry.http.BoundedClient;
import dev.mooring.registry.http.Transfer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Gets bearer tokens from where a registry says that they are issued.
///
/// https://distribution.github.io/distribution/spec/auth/token/ and
/// https://distribution.github.io/distribution/spec/auth/oauth/
final class TokenService {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LONGEST = 1 << 20;

  /// What a token without a time is good for.
  private static final long SECONDS = 60;

  private static final String CLIENT = "mooring";

  private final String host;
  private final URI registry;
  private final BoundedClient client;

  /// @param host as people name the registry
  TokenService(String host, URI registry, BoundedClient client) {
    this.host = host;
    this.registry = registry;
    this.client = client;
  }

  /// A token and how long it is good for.
  record Token(String text, Duration lasts) {
    @Override
    public String toString() {
      return "a token";
    }
  }

  Token get(Challenge challenge, Optional<Login> login) throws IOException, InterruptedException {
    URI realm = realm(challenge.of("realm"));
    HttpRequest request =
        login
            .filter(Login::isToken)
            .map(each -> refreshing(realm, challenge, each))
            .orElseGet(() -> asking(realm, challenge, login));
    Answer answer = send(request);
    if (answer.status() != 200) {
      throw refused(realm, answer, login.isPresent());
    }
    Document body = Documents.json(answer.body(), Messages.of("the-answer-of", origin(realm)));
    String token = body.at("token").text().orElseGet(() -> body.at("access_token").textOrEmpty());
    // A token that cannot stand in a header is none.
    if (!token.matches("[\\x21-\\x7e]{1,32768}")) {
      throw problem(
          Code.REGISTRY_LOGIN_NEEDED,
          Messages.of("its-token-service-sends-no-token", origin(realm)),
          new Remedy.Advice(Messages.of("try-again-later")));
    }
    long seconds = body.at("expires_in").integer().orElse(SECONDS);
    return new Token(token, Duration.ofSeconds(Math.clamp(seconds, 1, 86_400)));
  }

  /// Passwords and tokens cross the network only encrypted, and a registry elsewhere cannot point
  /// at services of this machine.
  private URI realm(String text) {
    try {
      URI realm = URI.create(text);
      if (RemoteImage.mayLead(registry, realm)) {
        return realm;
      }
    } catch (IllegalArgumentException e) {
      // Said below, like any other realm that is no safe address.
    }
    throw problem(
        Code.REGISTRY_UNTRUSTED,
        Messages.of("its-token-service-isnt-https"),
        new Remedy.Advice(Messages.of("ask-its-operator")));
  }

  private static HttpRequest asking(URI realm, Challenge challenge, Optional<Login> login) {
    String query =
        parameter("service", challenge.of("service"))
            + parameter("scope", challenge.of("scope"))
            + login.map(each -> parameter("account", each.user())).orElse("");
    String separator = realm.getRawQuery() == null ? "?" : "&";
    HttpRequest.Builder request =
        builder(query.isEmpty() ? realm : URI.create(realm + separator + query.substring(1)));
    login.ifPresent(each -> request.header("Authorization", each.basic()));
    return request.GET().build();
  }

  private static HttpRequest refreshing(URI realm, Challenge challenge, Login login) {
    String form =
        parameter("grant_type", "refresh_token")
            + parameter("client_id", CLIENT)
            + parameter("service", challenge.of("service"))
            + parameter("scope", challenge.of("scope"))
            + parameter("refresh_token", login.secret());
    return builder(realm)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form.substring(1)))
        .build();
  }

  private static String parameter(String name, String value) {
    return value.isEmpty()
        ? ""
        : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static HttpRequest.Builder builder(URI uri) {
    return HttpRequest.newBuilder(uri).header("User-Agent", CLIENT);
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    Transfer transfer = Transfer.within(LIMIT);
    try {
      return client.send(request, transfer, () -> BoundedBody.kept(LONGEST, transfer));
    } catch (HttpTimeoutException e) {
      throw new IOException(Messages.of("the-token-service-is-silent"), e);
    }
  }

  private MooringException refused(URI realm, Answer answer, boolean known) {
    int status = answer.status();
    if (status == 429) {
      return problem(
          Code.REGISTRY_BUSY,
          Messages.of("its-token-service-gets-too-many-requests"),
          new Remedy.Wait(Messages.of("try-again-later"), Duration.ofMinutes(1)));
    }
    if (status == 400 || status == 401 || status == 403) {
      return LoginProblems.needed(Messages.of("cannot-log-in-to", host), host, known, "").raise();
    }
    return problem(
        Code.REGISTRY_FAILED,
        Messages.of("its-token-service-failed-with", origin(realm), status),
        new Remedy.Advice(Messages.of("try-again-later")));
  }

  private MooringException problem(Code code, String why, Remedy remedy) {
    return new Problem(code, Messages.of("cannot-log-in-to", host), why, remedy).raise();
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
