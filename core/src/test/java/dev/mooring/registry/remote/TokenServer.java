package dev.mooring.registry.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Issues the tokens that a real registry asks for, to whoever knows the password; reading is open
/// to all below `open/`.
public final class TokenServer implements AutoCloseable {
  public static final String USER = "ana";
  public static final String PASSWORD = "correct horse battery";

  private static final String SERVICE = "test-registry";
  private static final String ISSUER = "test-issuer";

  private final HttpServer server;
  private final KeyPair keys;

  /// What was asked for: scopes, in the order of requests.
  public final List<String> scopes = new CopyOnWriteArrayList<>();

  public TokenServer() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/token", this::handle);
    server.start();
  }

  /// What goes into the configuration of a registry that asks for these tokens.
  public String configuration(Path folder) throws IOException {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    Path jwks = folder.resolve("jwks.json");
    Files.createDirectories(folder);
    Files.writeString(
        jwks,
        """
        {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "test", "n": "%s", "e": "%s"}]}
        """
            .formatted(number(key.getModulus()), number(key.getPublicExponent())));
    return """
        auth:
          token:
            realm: http://localhost:%d/token
            service: %s
            issuer: %s
            jwks: %s
        """
        .formatted(server.getAddress().getPort(), SERVICE, ISSUER, jwks);
  }

  /// Puts itself before a registry, so that tokens and images have one address, as clients want it
  /// that keep a login to one site.
  ///
  /// @return that address
  public URI before(URI registry) {
    server.createContext(
        "/v2/",
        exchange -> {
          try (exchange;
              HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                HttpRequest.newBuilder(registry.resolve(exchange.getRequestURI().toString()))
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
            for (String each : List.of("Authorization", "Accept")) {
              exchange
                  .getRequestHeaders()
                  .getOrDefault(each, List.of())
                  .forEach(value -> request.header(each, value));
            }
            HttpResponse<byte[]> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer
                .headers()
                .map()
                .forEach(
                    (name, values) -> {
                      if (!name.equalsIgnoreCase("content-length")) {
                        exchange.getResponseHeaders().put(name, values);
                      }
                    });
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
              answer
                  .headers()
                  .firstValue("Content-Length")
                  .ifPresent(each -> exchange.getResponseHeaders().set("Content-Length", each));
            }
            int length = head || answer.body().length == 0 ? -1 : answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length);
            if (length > 0) {
              exchange.getResponseBody().write(answer.body());
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private static String number(BigInteger value) {
    byte[] bytes = value.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return encode(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> query = query(exchange);
      String scope = query.getOrDefault("scope", "");
      scopes.add(scope);
      String login = exchange.getRequestHeaders().getFirst("Authorization");
      String expected =
          "Basic "
              + Base64.getEncoder()
                  .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
      boolean known = expected.equals(login);
      if (login != null && !known) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] body =
          "{\"token\": \"%s\", \"expires_in\": 300}"
              .formatted(token(scope, known))
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private String token(String scope, boolean known) throws GeneralSecurityException {
    String[] parts = scope.split(":", -1);
    boolean allowed = parts.length == 3 && (known || parts[1].startsWith("open/"));
    String actions = known ? scope.isEmpty() ? "" : "\"pull\",\"push\"" : allowed ? "\"pull\"" : "";
    String access =
        parts.length == 3
            ? "{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[%s]}"
                .formatted(parts[1], actions)
            : "";
    long now = Instant.now().getEpochSecond();
    String header = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"test\"}";
    String claims =
        ("{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,"
                + "\"jti\":\"1\",\"access\":[%s]}")
            .formatted(ISSUER, USER, SERVICE, now + 300, now - 10, now, access);
    String signed =
        encode(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + encode(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> fields = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? List.<String>of() : List.of(raw.split("&", -1))) {
      int equals = part.indexOf('=');
      fields.put(
          part.substring(0, equals),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  /// A folder as `docker login` leaves it.
  public static DockerConfig login(Path folder, String host) throws IOException {
    Files.createDirectories(folder);
    String both =
        Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(host, both));
    return new DockerConfig(file);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
