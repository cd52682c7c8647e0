package dev.mooring.cluster.fabric8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// An HTTP server on loopback that answers as the test says.
final class TestServer implements AutoCloseable {
  /// Answers one request; closing the exchange without an answer drops the connection.
  interface Answers {
    void answer(HttpExchange exchange, String request) throws IOException, InterruptedException;
  }

  /// Lets logins go to loopback without TLS.
  static final Map<String, String> PLAIN = Map.of(Route.PLAIN, Route.LOOPBACK);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  TestServer(int port, Answers answers) {
    this(port, null, answers);
  }

  /// @param tls null for plain HTTP; else clients may show a certificate
  TestServer(int port, @Nullable SSLContext tls, Answers answers) {
    InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    try {
      server =
          tls == null ? HttpServer.create(here, 50) : secure(HttpsServer.create(here, 50), tls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          requests.add(request);
          try (exchange) {
            answers.answer(exchange, request);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  private static HttpServer secure(HttpsServer server, SSLContext tls) {
    server.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters wanted = tls.getDefaultSSLParameters();
            wanted.setWantClientAuth(true);
            parameters.setSSLParameters(wanted);
          }
        });
    return server;
  }

  static void say(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"code\":" + code + ",\"message\":\"" + message + "\"}";
  }

  int port() {
    return server.getAddress().getPort();
  }

  List<String> requests() {
    return requests;
  }

  static FabricCluster connect(Path folder, int port, String user, Duration limit)
      throws IOException {
    Path file = TestKubeconfig.write(folder, "server: http://127.0.0.1:" + port, user);
    return new FabricKubeconfig(List.of(file), PLAIN).connect(null, limit, Duration.ofSeconds(1));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
