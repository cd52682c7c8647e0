package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A registry's local port, with a server of HTTP in the registry's place.
@Timeout(60)
final class GuardedRequestsTest {
  private static final String BAD = "GET /v2/_catalog HTTP/1.1\r\nHost: evil.example:5000\r\n\r\n";

  private final List<String> served = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final AtomicInteger dialled = new AtomicInteger();
  private final CountDownLatch slow = new CountDownLatch(1);
  private HttpServer server;
  private LoopbackListener listener;

  @BeforeEach
  void listen() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    listener = guarded(() -> new SocketStream(server.getAddress().getPort()));
  }

  private LoopbackListener guarded(Dialer dialer) throws InterruptedException {
    return LoopbackListener.listen(
        List.of(),
        0,
        Guard.registry(LocalUsers.owner(), "", problem -> {}),
        () -> {
          dialled.incrementAndGet();
          return dialer.dial();
        },
        problem -> {});
  }

  @AfterEach
  void end() {
    slow.countDown();
    listener.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    byte[] body = exchange.getRequestBody().readAllBytes();
    served.add(method + " " + path);
    try (exchange) {
      if (path.equals("/slow")) {
        slow.await(20, TimeUnit.SECONDS);
      }
      byte[] blob = blobs.getOrDefault(path, ("hello " + path).getBytes(ISO_8859_1));
      switch (method) {
        case "HEAD" -> {
          exchange.getResponseHeaders().set("Content-Length", "12345");
          exchange.sendResponseHeaders(200, -1);
        }
        case "GET" -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
          exchange.sendResponseHeaders(range == null ? 200 : 206, blob.length - from);
          exchange.getResponseBody().write(blob, from, blob.length - from);
        }
        default -> {
          blobs.put(path, body);
          exchange.sendResponseHeaders(202, 0);
          exchange.getResponseBody().write("taken".getBytes(ISO_8859_1));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPageWhoseNameLeadsHereIsRefusedBeforeAStreamIsDialled() throws Exception {
    for (String request :
        List.of(
            BAD,
            "POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: evil.example:5000\r\n"
                + "Origin: http://evil.example:5000\r\nContent-Length: 3\r\n\r\nabc",
            "GET /v2/ HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n")) {
      String answer = ask(request);
      assertTrue(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"), answer);
      assertTrue(answer.contains("Content-Type: text/plain"), answer);
      assertTrue(answer.contains("Mooring window"), answer);
      assertFalse(answer.contains("evil"), answer);
    }
    assertEquals(0, dialled.get());
    assertEquals(List.of(), served);
  }

  @Test
  void aLargeUploadOfAPageIsRefusedInWords() throws Exception {
    String answer =
        ask(
            "PUT /v2/a HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 300000\r\n\r\n"
                + "x".repeat(300_000));
    assertTrue(answer.startsWith("HTTP/1.1 403 Forbidden\r\n"), answer);
    assertEquals(0, dialled.get());
  }

  @Test
  void aHandshakeOfTlsIsAnsweredInPlainHttp() throws Exception {
    String answer = ask("\u0016\u0003\u0001\u0000\u0005hello");
    assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\n"), answer);
    assertTrue(answer.contains("This port uses plain HTTP"), answer);
    assertEquals(0, dialled.get());
  }

  @Test
  void aConnectionWithoutAWordGoesNowhere() throws Exception {
    try (Socket silent = connect()) {
      silent.shutdownOutput();
      assertEquals(-1, silent.getInputStream().read());
    }
    assertEquals(0, dialled.get());
  }

  @Test
  void aLaterRequestOfAKeptConnectionIsRefusedWhenTheConnectionIsIdle() throws Exception {
    try (Socket socket = connect()) {
      InputStream input = socket.getInputStream();
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(get("/first"));
        assertTrue(head(input).startsWith("HTTP/1.1 200"));
        assertEquals("hello /first", new String(input.readNBytes(12), ISO_8859_1));
      }
      socket.getOutputStream().write(BAD.getBytes(ISO_8859_1));
      assertTrue(new String(input.readAllBytes(), ISO_8859_1).startsWith("HTTP/1.1 403"));
    }
    assertEquals(List.of("GET /first", "GET /first", "GET /first"), served);
  }

  @Test
  void aRefusalWaitsForTheAnswersBeforeIt() throws Exception {
    try (Socket socket = connect()) {
      InputStream input = socket.getInputStream();
      socket.getOutputStream().write(get("/slow"));
      socket.getOutputStream().write(get("/next"));
      socket.getOutputStream().write(BAD.getBytes(ISO_8859_1));
      socket.setSoTimeout(200);
      assertThrows(java.net.SocketTimeoutException.class, input::read);
      socket.setSoTimeout(0);
      slow.countDown();
      head(input);
      assertEquals("hello /slow", new String(input.readNBytes(11), ISO_8859_1));
      head(input);
      assertEquals("hello /next", new String(input.readNBytes(11), ISO_8859_1));
      assertTrue(new String(input.readAllBytes(), ISO_8859_1).startsWith("HTTP/1.1 403"));
    }
    assertEquals(List.of("GET /slow", "GET /next"), served);
  }

  @Test
  void aBodyThatBreaksItsChunksIsRefusedInWords() throws Exception {
    String answer =
        ask(
            "PATCH /v2/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\n0\r\n\r\n");
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertFalse(blobs.containsKey("/v2/a"));
  }

  @Test
  void clientsOfRegistriesNoticeNothing() throws Exception {
    byte[] layer = new byte[3 << 20];
    new Random(5).nextBytes(layer);
    for (HttpClient.Version version : HttpClient.Version.values()) {
      if (version.name().equals("HTTP_3")) {
        continue;
      }
      try (HttpClient http = HttpClient.newBuilder().version(version).build()) {
        for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
          URI blob = URI.create("http://" + host + ":" + listener.port() + "/v2/a");
          assertEquals(
              202,
              http.send(
                      java.net.http.HttpRequest.newBuilder(blob)
                          .method(
                              "PATCH",
                              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(layer)))
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode());
          assertArrayEquals(layer, blobs.remove("/v2/a"));
          assertEquals(
              202,
              http.send(
                      java.net.http.HttpRequest.newBuilder(blob)
                          .PUT(BodyPublishers.ofByteArray(layer))
                          .expectContinue(true)
                          .build(),
                      BodyHandlers.discarding())
                  .statusCode());
          assertArrayEquals(
              layer,
              http.send(
                      java.net.http.HttpRequest.newBuilder(blob).build(),
                      BodyHandlers.ofByteArray())
                  .body());
          HttpResponse<byte[]> rest =
              http.send(
                  java.net.http.HttpRequest.newBuilder(blob)
                      .header("Range", "bytes=3000000-")
                      .build(),
                  BodyHandlers.ofByteArray());
          assertEquals(206, rest.statusCode());
          assertEquals(layer.length - 3_000_000, rest.body().length);
          HttpResponse<Void> head =
              http.send(
                  java.net.http.HttpRequest.newBuilder(blob).HEAD().build(),
                  BodyHandlers.discarding());
          assertEquals("12345", head.headers().firstValue("Content-Length").orElseThrow());
        }
      }
    }
  }

  @Test
  void aHeadInManySegmentsIsReadWhole() throws Exception {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      for (byte each : get("/cut")) {
        socket.getOutputStream().write(each);
      }
      assertTrue(head(socket.getInputStream()).startsWith("HTTP/1.1 200"));
    }
    assertEquals(List.of("GET /cut"), served);
  }

  @Test
  void aChangeToAnotherProtocolIsCut() throws Exception {
    byte[] change = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n".getBytes(ISO_8859_1);
    try (LoopbackListener other = guarded(() -> new Talking(change));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), other.port())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\n\r\n".getBytes(ISO_8859_1));
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), listener.port());
  }

  /// All that comes until the end; a reset fails.
  private String ask(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static byte[] get(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1);
  }

  private static String head(InputStream input) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = input.read();
      assertTrue(next >= 0, head::toString);
      head.append((char) next);
    }
    return head.toString();
  }

  /// Says the same whatever it hears, and stays.
  private static final class Talking implements ByteStream {
    private final ByteArrayInputStream words;
    private final CountDownLatch closed = new CountDownLatch(1);

    Talking(byte[] words) {
      this.words = new ByteArrayInputStream(words);
    }

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() {
          return words.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int read = words.read(bytes, offset, length);
          if (read < 0) {
            try {
              closed.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
          return read;
        }
      };
    }

    @Override
    public OutputStream output() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {
      closed.countDown();
    }

    @Override
    public boolean lost() {
      return false;
    }
  }
}
