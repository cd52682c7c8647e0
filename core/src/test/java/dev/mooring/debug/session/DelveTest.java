package dev.mooring.debug.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.Dialer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DelveTest {
  private final AtomicInteger connections = new AtomicInteger();

  /// Held, so that none is closed because nobody refers to it any more.
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    for (Socket each : accepted) {
      each.close();
    }
  }

  @Test
  void aStateThatIsHeldUpByAContinueIsAskedForAgainOverANewConnection() throws Exception {
    serve(1);
    try (Delve delve = new Delve(dialer())) {
      assertTrue(delve.state(Duration.ofSeconds(4)).at("Running").isTrue());
      assertEquals(2, connections.get());
    }
  }

  @Test
  void aDelveThatNeverAnswersIsGivenUpWithinTheLimit() throws Exception {
    serve(9);
    try (Delve delve = new Delve(dialer())) {
      long asked = System.nanoTime();
      assertThrows(MooringException.class, () -> delve.state(Duration.ofMillis(400)));
      assertTrue(System.nanoTime() - asked < Duration.ofSeconds(3).toNanos());
    }
  }

  private Dialer dialer() {
    return () -> {
      try {
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        return new PipeStream(socket.getInputStream(), socket.getOutputStream(), socket);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /// @param silent how many connections are not answered
  private void serve(int silent) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                Socket socket = accept();
                if (socket != null && connections.incrementAndGet() > silent) {
                  Thread.ofVirtual().start(() -> answer(socket));
                }
              }
            });
  }

  private @Nullable Socket accept() {
    try {
      Socket socket = server.accept();
      accepted.add(socket);
      return socket;
    } catch (IOException e) {
      return null;
    }
  }

  private static void answer(Socket socket) {
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Document request = Documents.json(line.getBytes(StandardCharsets.UTF_8), "the test");
        socket
            .getOutputStream()
            .write(
                ("{\"id\":"
                        + request.at("id").textOrEmpty()
                        + ",\"result\":{\"State\":{\"Running\":true}},\"error\":null}\n")
                    .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
