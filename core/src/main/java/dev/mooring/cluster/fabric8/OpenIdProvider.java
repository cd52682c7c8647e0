package dev.mooring.cluster.fabric8;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The identity provider of a user: its discovery document and its token endpoint, over TLS only.
///
/// https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens
final class OpenIdProvider {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST = 1 << 20;
  private static final int LONGEST_TOKEN = 64 << 10;

  private final KubeconfigEntries.Entry user;
  private final Document settings;
  private final Duration limit;

  OpenIdProvider(KubeconfigEntries.Entry user) {
    this(user, LIMIT);
  }

  /// @param limit for each answer
  OpenIdProvider(KubeconfigEntries.Entry user, Duration limit) {
    this.limit = limit;
    this.user = user;
    this.settings = user.value().at("auth-provider", "config");
  }

  boolean canRefresh() {
    return !issuer().isEmpty() && !client().isEmpty();
  }

  private String issuer() {
    return settings.at("idp-issuer-url").textOrEmpty();
  }

  private String client() {
    return settings.at("client-id").textOrEmpty();
  }

  /// Exchanges a refresh token. Many providers take each one once.
  OpenIdTokens refresh(String token) throws InterruptedException {
    try (HttpClient http = http()) {
      URI endpoint = endpoint(http);
      String secret = settings.at("client-secret").textOrEmpty();
      Answer answer = ask(http, endpoint, token, secret, true);
      // Some providers want the secret in the body; one that refuses the client has taken nothing.
      if (answer.status() != 200
          && !secret.isEmpty()
          && answer.body().at("error").textOrEmpty().equals("invalid_client")) {
        answer = ask(http, endpoint, token, secret, false);
      }
      String id = answer.body().at("id_token").textOrEmpty();
      String next = answer.body().at("refresh_token").textOrEmpty();
      if (answer.status() != 200 || id.isEmpty()) {
        String error = answer.body().at("error").textOrEmpty();
        throw refused(
            answer.status() == 200
                ? Messages.of("it-answered-without-an-id-token")
                : Messages.of(
                    "it-answered-with-status",
                    answer.status(),
                    error.matches("[a-z_]{1,40}") ? " " + error : ""));
      }
      if (!isToken(id) || !isToken(next)) {
        throw refused(Messages.of("its-tokens-are-not-tokens"));
      }
      return new OpenIdTokens(id, next.isEmpty() ? token : next);
    } catch (IOException | TimeoutException e) {
      throw refused(Messages.of("it-cant-be-reached", e.getClass().getSimpleName()));
    }
  }

  /// Printable, so that it fits into a header and a line of the kubeconfig (RFC 6749, appendix A).
  private static boolean isToken(String text) {
    return text.length() <= LONGEST_TOKEN && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private URI endpoint(HttpClient http) throws IOException, InterruptedException, TimeoutException {
    String base = issuer().replaceAll("/+$", "");
    HttpRequest request =
        HttpRequest.newBuilder(secure(base + "/.well-known/openid-configuration"))
            .timeout(limit)
            .build();
    Answer answer = send(http, request);
    if (answer.status() != 200) {
      throw refused(Messages.of("its-discovery-document-came-with-status", answer.status()));
    }
    // Whoever names another issuer is another one (OpenID Connect Discovery, 4.3).
    String named = answer.body().at("issuer").textOrEmpty();
    if (!named.isEmpty() && !named.replaceAll("/+$", "").equals(base)) {
      throw refused(Messages.of("it-says-to-be-another-issuer"));
    }
    return secure(answer.body().at("token_endpoint").textOrEmpty());
  }

  private URI secure(String address) {
    try {
      URI uri = URI.create(address);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw refused(Messages.of("it-has-an-address-that-is"));
  }

  private Answer ask(HttpClient http, URI endpoint, String token, String secret, boolean basic)
      throws IOException, InterruptedException, TimeoutException {
    StringBuilder form = new StringBuilder("grant_type=refresh_token");
    form.append("&refresh_token=").append(encoded(token));
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(limit);
    if (basic && !secret.isEmpty()) {
      String pair = encoded(client()) + ":" + encoded(secret);
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
    } else {
      form.append("&client_id=").append(encoded(client()));
      if (!secret.isEmpty()) {
        form.append("&client_secret=").append(encoded(secret));
      }
    }
    return send(
        http,
        request
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
            .build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private record Answer(int status, Document body) {}

  private Answer send(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException, TimeoutException {
    HttpResponse<byte[]> response = Exchange.of(http, request, LONGEST, limit);
    try {
      return new Answer(
          response.statusCode(),
          Documents.json(response.body(), Messages.of("its-response"), Bounds.CONTENT));
    } catch (MooringException e) {
      // Without the cause: a parser's message quotes the text.
      return new Answer(response.statusCode(), Document.nothing());
    }
  }

  private HttpClient http() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    String data = settings.at("idp-certificate-authority-data").textOrEmpty();
    Path file = authority();
    if (!data.isEmpty() || file != null) {
      try {
        builder.sslContext(SSLUtils.sslContext(null, Trust.of(pem(data, file))));
      } catch (GeneralSecurityException | IOException | RuntimeException e) {
        throw refused(Messages.of("its-certificate-authority-in-the-kubeconfig"));
      }
    }
    return builder.build();
  }

  private static byte @Nullable [] pem(String data, @Nullable Path file) throws IOException {
    if (!data.isEmpty()) {
      return Base64.getMimeDecoder().decode(data);
    }
    return file == null ? null : Tls.bytes(file);
  }

  private @Nullable Path authority() {
    String file = settings.at("idp-certificate-authority").textOrEmpty();
    Path folder = user.file().toAbsolutePath().getParent();
    return file.isEmpty() ? null : folder == null ? Path.of(file) : folder.resolve(file);
  }

  private MooringException refused(String why) {
    return new Problem(
            Code.LOGIN_FAILED,
            Messages.of("cannot-log-in-as", user.name()),
            Messages.of("the-identity-provider-gave-no-new", issuer(), why),
            new Remedy.Advice(Messages.of("log-in-again-at-your-identity")))
        .raise();
  }
}
