package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server that sends these bytes and ends.
class BulkExchangeTest {
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private BulkExchange.Head answered(String... parts) throws IOException {
    return exchange(parts).head();
  }

  private BulkExchange exchange(String... parts) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket client = server.accept();
                  OutputStream out = client.getOutputStream()) {
                client.getInputStream().read(new byte[4096]);
                for (String part : parts) {
                  out.write(part.getBytes(StandardCharsets.ISO_8859_1));
                }
              } catch (IOException e) {
                // The test has seen enough.
              }
            });
    URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/v2/x?a=b");
    BulkExchange exchange =
        BulkExchange.open(uri, Reach.of(null, WayOut.OF_MACHINE), Duration.ofSeconds(5));
    exchange.begin("GET", uri, Map.of(), -1);
    return exchange;
  }

  private byte[] body(String... parts) throws IOException {
    BulkExchange exchange = exchange(parts);
    try (InputStream in = exchange.body(exchange.head())) {
      return in.readAllBytes();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void bodiesAreReadByLengthByChunksAndUntilTheEnd() throws IOException {
    assertArrayEquals(bytes("abc"), body("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef"));
    assertArrayEquals(bytes("abc"), body("HTTP/1.0 200 OK\r\n\r\nabc"));
    assertArrayEquals(
        bytes("abcde"),
        body(
            "HTTP/1.1 206 P\nTransfer-Encoding: Chunked\n\n",
            "3;x=y\r\nabc\r\n",
            "2\r\nde\r\n",
            "0\r\n\r\n"));
    assertEquals(
        202, answered("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 202 OK\r\n\r\n").status());
  }

  @Test
  void aBodyThatEndsEarlyIsAFailure() {
    assertThrows(EOFException.class, () -> body("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"));
    assertThrows(
        EOFException.class,
        () -> body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\na"));
    assertThrows(EOFException.class, () -> answered("HTTP/1.1 200 OK\r\nContent-"));
  }

  @Test
  void whatIsNoHttpIsRefusedWithinBounds() {
    for (String wrong :
        new String[] {
          "SSH-2.0-x\r\n",
          "HTTP/1.1 2000 OK\r\n\r\n",
          "HTTP/1.1 200 OK\r\nnothing\r\n\r\n",
          "HTTP/1.1 200 OK\r\nx: " + "y".repeat(100_000)
        }) {
      assertThrows(ProtocolException.class, () -> answered(wrong));
    }
    for (String wrong :
        new String[] {
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "1".repeat(5_000)
        }) {
      assertThrows(ProtocolException.class, () -> body(wrong));
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws IOException {
    URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/");
    long start = System.nanoTime();
    try (BulkExchange exchange =
        BulkExchange.open(uri, Reach.of(null, WayOut.OF_MACHINE), Duration.ofMillis(200))) {
      exchange.begin("GET", uri, Map.of(), -1);
      assertThrows(SocketTimeoutException.class, exchange::head);
    }
    assertTrue(System.nanoTime() - start < 20_000_000_000L);
  }
}
