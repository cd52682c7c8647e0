package dev.mooring.debug.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DelveClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
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
  void callsAreNetRpcObjectsAndAnswersAreMatchedByNumber() throws Exception {
    try (DelveClient client = client(r -> "{\"id\":999,\"result\":{},\"error\":null}\n" + ok(r))) {
      Document state = client.state(LIMIT);
      assertEquals("RPCServer.State", state.at("method").textOrEmpty());
      assertTrue(state.at("params").items().getFirst().at("NonBlocking").isTrue());
    }
  }

  @Test
  void answersMayComeInPiecesAndOutOfOrder() throws Exception {
    StringBuilder held = new StringBuilder();
    Function<Document, String> late =
        request -> {
          if (request.at("params").items().getFirst().at("name").textOrEmpty().equals("continue")) {
            held.append("{\"id\":")
                .append(request.at("id").textOrEmpty())
                .append(",\"result\":{}}\n");
            return "";
          }
          return ok(request) + held;
        };
    try (DelveClient client = client(late)) {
      Future<Document> _ = client.resume();
      assertEquals("RPCServer.State", client.state(LIMIT).at("method").textOrEmpty());
      assertEquals("RPCServer.Command", client.halt(LIMIT).at("method").textOrEmpty());
    }
  }

  @Test
  void refusalCarriesDelvesWords() throws Exception {
    try (DelveClient client =
        client(
            r -> "{\"id\":" + r.at("id").textOrEmpty() + ",\"error\":\"no such breakpoint\"}\n")) {
      assertTrue(
          assertThrows(MooringException.class, () -> client.clearBreakpoint(7, LIMIT))
              .getMessage()
              .contains("no such breakpoint"));
      assertFalse(client.lost());
    }
  }

  @Test
  void nonsenseEndsTheConnectionWithAProblem() throws Exception {
    try (DelveClient client = client(r -> "HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThrows(MooringException.class, () -> client.version(LIMIT));
      assertTrue(client.lost());
    }
  }

  @Test
  void silenceIsAProblemWithinTheLimitAndLosesTheConnection() throws Exception {
    try (DelveClient client = client(r -> "")) {
      assertTrue(
          assertThrows(MooringException.class, () -> client.version(Duration.ofMillis(200)))
              .getMessage()
              .contains("200 ms"));
      assertTrue(client.lost());
    }
  }

  @Test
  void anEndlessLineIsCutOff() throws Exception {
    String endless = "{\"id\":1,\"result\":\"" + "x".repeat(17 << 20);
    try (DelveClient client = client(r -> endless)) {
      assertTrue(
          assertThrows(MooringException.class, () -> client.version(Duration.ofSeconds(20)))
              .getMessage()
              .contains("more than"));
    }
  }

  private static String ok(Document request) {
    return "{\"id\":"
        + request.at("id").textOrEmpty()
        + ",\"result\":{\"State\":"
        + Documents.json(request)
        + "},\"error\":null}\n";
  }

  private DelveClient client(Function<Document, String> answers) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                BufferedReader lines =
                    new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = socket.getOutputStream();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  byte[] answer =
                      answers.apply(Documents.json(line, "test")).getBytes(StandardCharsets.UTF_8);
                  out.write(answer, 0, answer.length / 2);
                  out.flush();
                  out.write(answer, answer.length / 2, answer.length - answer.length / 2);
                  out.flush();
                }
              } catch (IOException e) {
                // the client is gone
              }
            });
    Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
    return new DelveClient(
        new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket));
  }
}
