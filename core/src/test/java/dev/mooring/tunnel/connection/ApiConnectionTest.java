package dev.mooring.tunnel.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.tunnel.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How connections to the API server are asked for, and what its refusals say.
@Timeout(60)
final class ApiConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private volatile String answer = "";

  ApiConnectionTest() throws IOException {
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void anUpgradeIsAskedForBelowThePathOfTheServerWithTheLogin() throws Exception {
    answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nafter";
    Endpoint endpoint = direct("/clusters/a/", Map.of("Authorization", "Bearer t"));
    try (ApiConnection connection = ApiConnection.open(endpoint, LIMIT)) {
      HttpHead head = Upgrade.ask(connection, endpoint, "POST", "/api/v1/x?y", "Upgrade: x\r\n");
      assertEquals("x", head.header("upgrade"));
      assertEquals("after", new String(connection.input().readNBytes(5), ISO_8859_1));
    }
    assertEquals(
        "POST /clusters/a/api/v1/x?y HTTP/1.1\r\nHost: 127.0.0.1:"
            + server.getLocalPort()
            + "\r\nUser-Agent: mooring\r\nConnection: Upgrade\r\nUpgrade: x\r\n"
            + "Authorization: Bearer t\r\n\r\n",
        asked.poll(10, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | {\"reason\":\"NotFound\",\"message\":\"no pod\"} | NotFound | no pod",
        "500 | {not json                                        | ''       | {not json",
        "400 | plain words                                      | ''       | plain words",
      })
  void aRefusalKeepsItsStatusReasonAndWords(int status, String body, String reason, String text)
      throws Exception {
    RefusedException refused = refused(status, "Content-Length: " + body.length(), body);
    assertEquals(status, refused.status());
    assertEquals(reason, refused.reason());
    assertEquals(text, refused.text());
  }

  @Test
  void aLongRefusalIsCutAndOneWithoutALengthHasNoWords() throws Exception {
    assertEquals(500, refused(400, "Content-Length: 9000", "x".repeat(9000)).text().length());
    assertEquals("x".repeat(500), refused(400, "Content-Length: 500", "x".repeat(500)).text());
    assertEquals("", refused(503, "X: y", "words").text());
    assertEquals("", refused(503, "Content-Length: -1", "words").text());
  }

  @Test
  void noMoreOfARefusalIsWaitedForThanIsShown() throws Exception {
    // The server says that a gigabyte comes, and sends only the part that is read.
    RefusedException refused = refused(400, "Content-Length: 1000000000", "y".repeat(16 * 1024));
    assertEquals(500, refused.text().length());
  }

  @Test
  void aLoginThatWouldAddLinesIsNotSent() throws Exception {
    Endpoint endpoint = direct("", Map.of("Authorization", "x\r\nEvil: y"));
    try (ApiConnection connection = ApiConnection.open(endpoint, LIMIT)) {
      assertThrows(
          IOException.class, () -> Upgrade.ask(connection, endpoint, "GET", "/version", ""));
    }
    assertTrue(asked.isEmpty(), asked::toString);
  }

  @Test
  void aServerAnswersWhereAnyStatusComes() throws Exception {
    answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    assertTrue(Upgrade.answers(direct("", Map.of()), LIMIT));
    assertTrue(asked.remove().startsWith("GET /version HTTP/1.1\r\n"));
    answer = "no http";
    assertFalse(Upgrade.answers(direct("", Map.of()), Duration.ofMillis(300)));
    server.close();
    assertFalse(Upgrade.answers(direct("", Map.of()), LIMIT));
  }

  @Test
  void aProxyIsAskedForTheServerByNameAndItsRefusalIsSaid() throws Exception {
    answer = "HTTP/1.1 407 Login\r\n\r\n";
    Proxy proxy = new Proxy(Proxy.Type.HTTP, server.getLocalSocketAddress());
    for (String host : new String[] {"api.test:6443", "[fd00::1]:6443"}) {
      IOException refused =
          assertThrows(
              IOException.class,
              () -> ApiConnection.open(new Endpoint(uri(host), Map.of(), proxy), LIMIT));
      assertTrue(refused.getMessage().endsWith("status 407"), refused::toString);
      assertEquals(
          "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n",
          asked.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void portsAreThoseOfTheSchemeWhereNoneIsGiven() {
    answer = "HTTP/1.1 407 Login\r\n\r\n";
    Proxy proxy = new Proxy(Proxy.Type.HTTP, server.getLocalSocketAddress());
    assertThrows(
        IOException.class,
        () -> ApiConnection.open(new Endpoint(uri("api.test"), Map.of(), proxy), LIMIT));
    assertTrue(asked.remove().startsWith("CONNECT api.test:80 "));
  }

  @Test
  void aSocksProxyGetsTheNameAndNotAnAddress() throws Exception {
    answer = "\u0005\u0000";
    Proxy proxy = new Proxy(Proxy.Type.SOCKS, server.getLocalSocketAddress());
    assertThrows(
        IOException.class,
        () ->
            ApiConnection.open(
                new Endpoint(uri("api.test:6443"), Map.of(), proxy), Duration.ofMillis(300)));
    assertEquals(5, asked.remove().charAt(0), "the version of SOCKS");
  }

  @Test
  void anAddressWithoutAHostIsSaid() {
    Endpoint nowhere = new Endpoint(URI.create("http:///x"), Map.of(), Proxy.NO_PROXY);
    assertThrows(IOException.class, () -> ApiConnection.open(nowhere, LIMIT));
  }

  @Test
  void readsAreBoundedUntilTheyAreUnlimited() throws Exception {
    answer = "x";
    try (ApiConnection connection = ApiConnection.open(direct("", Map.of()), LIMIT)) {
      connection.limit(Duration.ofMillis(50));
      assertThrows(SocketTimeoutException.class, () -> connection.input().read());
      connection.unlimited();
      connection.write("..\r\n\r\n..".getBytes(ISO_8859_1), 2, 4);
      assertEquals('x', connection.input().read());
      assertEquals("\r\n\r\n", asked.poll(10, TimeUnit.SECONDS));
    }
  }

  private RefusedException refused(int status, String header, String body) throws Exception {
    answer = "HTTP/1.1 " + status + " No\r\n" + header + "\r\n\r\n" + body;
    Endpoint endpoint = direct("", Map.of());
    try (ApiConnection connection = ApiConnection.open(endpoint, LIMIT)) {
      return assertThrows(
          RefusedException.class, () -> Upgrade.ask(connection, endpoint, "GET", "/x", ""));
    }
  }

  private Endpoint direct(String path, Map<String, String> headers) {
    return new Endpoint(uri("127.0.0.1:" + server.getLocalPort() + path), headers, Proxy.NO_PROXY);
  }

  private static URI uri(String rest) {
    return URI.create("http://" + rest);
  }

  /// Answers the first head of each connection, or the first bytes that are none, and stays.
  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      StringBuilder head = new StringBuilder();
      int next = in.read();
      while (next >= 0) {
        head.append((char) next);
        if (head.charAt(0) == 5 || head.indexOf("\r\n\r\n") >= 0) {
          asked.add(head.toString());
          socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
          break;
        }
        next = in.read();
      }
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client may go at any time.
    }
  }

  private record Endpoint(URI server, Map<String, String> headers, Proxy proxy)
      implements ApiEndpoint {
    @Override
    public Context context() {
      return new Context("test", "test", "test", server.toString(), "default", true);
    }

    @Override
    public @Nullable SSLContext tls() {
      return null;
    }

    @Override
    public @Nullable String tlsName() {
      return null;
    }

    @Override
    public ProxySelector proxies() {
      return new ProxySelector() {
        @Override
        public List<Proxy> select(URI uri) {
          return List.of(proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
          // The caller hears of it.
        }
      };
    }
  }
}
