package dev.mooring.debug.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Delve that would hang if it were asked for its state while it writes.
final class DumpGateTest {
  private static final Duration CALL = Duration.ofSeconds(20);
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch followed = new CountDownLatch(3);
  private ServerSocket server;
  private volatile boolean dumping;
  private volatile boolean hangs;
  private volatile String refusal = "";

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    for (Socket each : accepted) {
      each.close();
    }
  }

  @Test
  void nobodyAsksForTheStateWhileAFileIsWritten() throws Exception {
    DumpGate gate = new DumpGate(dialer());
    CountDownLatch answered = new CountDownLatch(1);
    try (DelveClient orders = new DelveClient(gate.dial());
        DelveClient watches = new DelveClient(gate.dial())) {
      watches.state(CALL);
      orders.call("DumpStart", Map.of("Destination", "/tmp/core"), CALL);
      Thread watch =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      watches.state(CALL);
                      answered.countDown();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
      assertTrue(followed.await(10, TimeUnit.SECONDS), "whether it is written is asked");
      assertEquals(1, answered.getCount());
      orders.call("DumpWait", Map.of("Wait", 0), CALL);
      dumping = false;
      assertTrue(answered.await(10, TimeUnit.SECONDS), "then the question passes");
      watch.join();
    }
    assertTrue(!hangs);
  }

  @Test
  void anOrderThatIsRefusedHoldsNobodyUp() throws Exception {
    refusal = "permission denied";
    DumpGate gate = new DumpGate(dialer());
    try (DelveConnections delve = new DelveConnections(gate)) {
      org.junit.jupiter.api.Assertions.assertThrows(
          dev.mooring.problem.MooringException.class,
          () -> delve.query().call("DumpStart", Map.of("Destination", "/core"), CALL));
      assertTrue(delve.control().state(CALL).at("Running").isTrue());
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

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        accepted.add(socket);
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException e) {
        return; // the test is over
      }
    }
  }

  private void answer(Socket socket) {
    try (socket;
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Document request = Documents.json(line, "the test");
        String answer =
            "{\"id\":%s,%s}\n"
                .formatted(
                    request.at("id").textOrEmpty(), result(request.at("method").textOrEmpty()));
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private String result(String method) {
    switch (method) {
      case "RPCServer.State" -> hangs |= dumping;
      case "RPCServer.DumpStart" -> {
        if (!refusal.isEmpty()) {
          return "\"error\":\"%s\"".formatted(refusal);
        }
        dumping = true;
      }
      default -> followed.countDown();
    }
    return "\"result\":{\"State\":{\"Running\":%s,\"Dumping\":%s}}".formatted(!dumping, dumping);
  }
}
