package dev.mooring.debug.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.debug.inspect.DelveConnections;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
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
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A Delve that holds an order to go on until it has written, as the real one does.
final class DumpTest {
  private static final long MOST = 1000;
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private ServerSocket server;
  private volatile boolean running = true;
  private volatile boolean goOn;
  private volatile int waits = 2;
  private volatile long total = 100;
  private volatile String error = "";

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
  void theOrderToGoOnIsThereBeforeTheMemoryIsWritten() throws Exception {
    Duration stood = write();
    assertTrue(stood.isPositive());
    assertEquals(List.of("halt", "DumpStart", "continue"), orders);
    assertTrue(running);
  }

  @Test
  void aProgramThatStandsAtABreakpointStaysThere() throws Exception {
    running = false;
    assertEquals(Duration.ZERO, write());
    assertEquals(List.of("DumpStart"), orders);
  }

  @Test
  void moreThanThereIsRoomForIsCancelledAtOnce() {
    total = MOST + 1;
    assertEquals(Code.SNAPSHOT_FAILED, refusal().code());
    assertEquals(List.of("halt", "DumpStart", "continue", "DumpCancel"), orders);
  }

  @Test
  void aFullDiskIsSaidInDelvesWords() {
    error = "error writing output file: no space left on device";
    assertEquals(error, refusal().why());
  }

  @Test
  void aRefusalToWriteLetsTheProgramGoOn() {
    error = "refuse";
    assertEquals(Code.DELVE_FAILED, refusal().code());
    assertEquals(List.of("halt", "DumpStart", "continue"), orders);
  }

  @Test
  void anInterruptCancelsSoThatTheProgramGoesOn() throws Exception {
    waits = Integer.MAX_VALUE;
    Thread writing = Thread.ofVirtual().start(() -> assertThrows(Exception.class, this::write));
    asked.await();
    writing.interrupt();
    writing.join();
    assertEquals("DumpCancel", orders.getLast());
  }

  private Duration write() throws InterruptedException {
    try (DelveConnections delve = new DelveConnections(dialer())) {
      return new Dump(delve).write("/tmp/core", MOST, Progress.none());
    }
  }

  private Problem refusal() {
    return assertThrows(MooringException.class, this::write).problem();
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
        String result = result(request);
        if (!result.isEmpty()) {
          String answer = "{\"id\":%s,%s}\n".formatted(request.at("id").textOrEmpty(), result);
          socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private synchronized String result(Document request) {
    Document argument = request.at("params").items().getFirst();
    String method = request.at("method").textOrEmpty().replace("RPCServer.", "");
    switch (method) {
      case "Command" -> {
        String name = argument.at("name").textOrEmpty();
        orders.add(name);
        if (name.equals("continue")) {
          goOn = true;
          running = error.equals("refuse");
          return "";
        }
        running = false;
      }
      case "DumpStart" -> {
        orders.add(method);
        if (error.equals("refuse")) {
          return "\"error\":\"permission denied\"";
        }
      }
      case "DumpCancel" -> orders.add(method);
      case "DumpWait" -> {
        asked.countDown();
        boolean dumping = --waits > 0;
        running = goOn && !dumping;
        return "\"result\":{\"State\":{\"Dumping\":%s,\"AllDone\":%s,\"MemTotal\":%d,\"Err\":\"%s\"}}"
            .formatted(dumping, !dumping && error.isEmpty(), total, error);
      }
      default -> {
        // State, below
      }
    }
    return "\"result\":{\"State\":{\"Running\":%s}}".formatted(running);
  }
}
