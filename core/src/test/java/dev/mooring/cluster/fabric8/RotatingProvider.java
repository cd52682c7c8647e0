package dev.mooring.cluster.fabric8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An OpenID Connect provider over TLS that takes each refresh token once.
final class RotatingProvider implements AutoCloseable {
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger issued = new AtomicInteger();
  private final Path certificate;
  private String accepted = "refresh-0";
  private volatile Duration life = Duration.ofHours(1);
  final List<String> uses = new CopyOnWriteArrayList<>();

  RotatingProvider(Path folder) throws Exception {
    Path store = folder.resolve("provider.p12");
    certificate = folder.resolve("provider.pem");
    if (!Files.exists(store)) {
      tool(
          "-genkeypair",
          "-keystore",
          store.toString(),
          "-alias",
          "p",
          "-keyalg",
          "EC",
          "-dname",
          "CN=localhost",
          "-ext",
          "san=dns:localhost",
          "-ext",
          "bc=ca:true");
      tool(
          "-exportcert",
          "-rfc",
          "-keystore",
          store.toString(),
          "-alias",
          "p",
          "-file",
          certificate.toString());
    }
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static void tool(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("-storepass", "changeit"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool failed");
    }
  }

  String issuer() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  Path certificate() {
    return certificate;
  }

  void issueFor(Duration next) {
    life = next;
  }

  /// What another program gets here: its own refresh with the token in use.
  synchronized OpenIdTokens refreshElsewhere() {
    return next();
  }

  private OpenIdTokens next() {
    int number = issued.incrementAndGet();
    accepted = "refresh-" + number;
    return new OpenIdTokens(jwt("id-" + number, Instant.now().plus(life)), accepted);
  }

  static String jwt(String subject, Instant end) {
    return part(Map.of("alg", "none"))
        + "."
        + part(Map.of("sub", subject, "exp", end.getEpochSecond()))
        + ".c2ln";
  }

  private static String part(Map<String, Object> claims) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Documents.jsonBytes(Document.of(claims)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/.well-known/openid-configuration")) {
        TestServer.say(exchange, 200, "{\"token_endpoint\":\"" + issuer() + "/token\"}");
        return;
      }
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String used =
          URLDecoder.decode(
              form.replaceAll(".*refresh_token=([^&]*).*", "$1"), StandardCharsets.UTF_8);
      synchronized (this) {
        uses.add(used);
        if (!used.equals(accepted)) {
          TestServer.say(exchange, 400, "{\"error\":\"invalid_grant\"}");
          return;
        }
        OpenIdTokens tokens = next();
        TestServer.say(
            exchange,
            200,
            Documents.json(
                Document.of(Map.of("id_token", tokens.id(), "refresh_token", tokens.refresh()))));
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
