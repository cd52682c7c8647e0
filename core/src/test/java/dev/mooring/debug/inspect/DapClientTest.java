package dev.mooring.debug.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DapClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private final List<Document> events = new CopyOnWriteArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void end() throws IOException {
    server.close();
  }

  @Test
  void answersAreMatchedByNumberAndEventsGoToTheirListener() throws Exception {
    String event = message("{\"type\":\"event\",\"event\":\"initialized\"}");
    String other = message("{\"type\":\"response\",\"request_seq\":77,\"success\":true}");
    String answer =
        message(
            "{\"type\":\"response\",\"request_seq\":1,\"success\":true,\"body\":{\"is\":\"it\"}}");
    try (DapClient client = client(event + other + answer)) {
      assertEquals("it", client.call("initialize", Map.of(), LIMIT).at("is").textOrEmpty());
      assertEquals("initialized", events.getFirst().at("event").textOrEmpty());
    }
  }

  @Test
  void aRefusalCarriesDelvesWordsOnOneLine() throws Exception {
    String refusal =
        message(
            "{\"type\":\"response\",\"request_seq\":1,\"success\":false,"
                + "\"body\":{\"error\":{\"format\":\"no\\nsuch file\"}}}");
    try (DapClient client = client(refusal)) {
      assertTrue(
          assertThrows(MooringException.class, () -> client.call("x", Map.of(), LIMIT))
              .getMessage()
              .contains("no\\nsuch file"));
    }
  }

  @Test
  void anOversizedMessageAnEndlessHeaderAndNonsenseEndTheConnection() throws Exception {
    for (String hostile :
        List.of(
            "Content-Length: 999999999\r\n\r\n",
            "Content-Length: -4\r\n\r\n",
            "x".repeat(9_000),
            "Content-Length: 3\r\n\r\n{]}")) {
      try (DapClient client = client(hostile)) {
        assertThrows(MooringException.class, () -> client.call("x", Map.of(), LIMIT));
        client.ended().get(20, TimeUnit.SECONDS);
      }
    }
  }

  private static String message(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /// @param says what the server sends once it was asked
  private DapClient client(String says) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept();
                  OutputStream output = socket.getOutputStream()) {
                if (socket.getInputStream().read() >= 0) {
                  output.write(says.getBytes(StandardCharsets.US_ASCII));
                  output.flush();
                }
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The client has gone.
              }
            });
    Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
    return new DapClient(
        new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket), events::add);
  }
}
