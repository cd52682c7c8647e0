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
import java.io.InputStream;
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
import org.jspecify.annotations.Nullable;

/// The identity provider of a user: its discovery document and its token endpoint, over TLS only.
///
/// https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens
final class OpenIdProvider {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST = 1 << 20;

  private final KubeconfigEntries.Entry user;
  private final Document settings;

  OpenIdProvider(KubeconfigEntries.Entry user) {
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
      String next = answer.body().at("refresh_token").textOrEmpty();
      return new OpenIdTokens(id, next.isEmpty() ? token : next);
    } catch (IOException e) {
      throw refused(Messages.of("it-cant-be-reached", e.getClass().getSimpleName()));
    }
  }

  private URI endpoint(HttpClient http) throws IOException, InterruptedException {
    String base = issuer().replaceAll("/+$", "");
    HttpRequest request =
        HttpRequest.newBuilder(secure(base + "/.well-known/openid-configuration"))
            .timeout(LIMIT)
            .build();
    Answer answer = send(http, request);
    if (answer.status() != 200) {
      throw refused(Messages.of("its-discovery-document-came-with-status", answer.status()));
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
      throws IOException, InterruptedException {
    StringBuilder form = new StringBuilder("grant_type=refresh_token");
    form.append("&refresh_token=").append(encoded(token));
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).timeout(LIMIT);
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
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    byte[] bytes;
    try (InputStream body = response.body()) {
      bytes = body.readNBytes(LONGEST);
    }
    try {
      return new Answer(
          response.statusCode(),
          Documents.json(bytes, Messages.of("its-response"), Bounds.CONTENT));
    } catch (MooringException e) {
      // Without the cause: a parser's message quotes the text.
      return new Answer(response.statusCode(), Document.nothing());
    }
  }

  private HttpClient http() {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1);
    String data = settings.at("idp-certificate-authority-data").textOrEmpty();
    Path file = authority();
    if (!data.isEmpty() || file != null) {
      try {
        builder.sslContext(
            SSLUtils.sslContext(
                null,
                SSLUtils.trustManagers(
                    data.isEmpty() ? null : data,
                    data.isEmpty() && file != null ? file.toString() : null,
                    false,
                    null,
                    null)));
      } catch (GeneralSecurityException | IOException | RuntimeException e) {
        throw refused(Messages.of("its-certificate-authority-in-the-kubeconfig"));
      }
    }
    return builder.build();
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
