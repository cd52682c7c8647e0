package dev.mooring.debug.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.DebugOptions;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.PipeStream;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class LocalEndTest {
  private static final String WORKLOAD = "kind/shop/Deployment/hello/app";
  private final List<String> told = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void step(String sentence) {
          told.add(sentence);
        }

        @Override
        public void advance(String part, long done, long total, Unit unit) {}
      };

  @Test
  void aWorkloadHasTheSamePortInEachSession() throws Exception {
    int first = port(WORKLOAD);
    assertEquals(first, port(WORKLOAD));
    assertNotEquals(first, port("kind/shop/Deployment/hello/worker"));
    assertNotEquals(first, port("other/shop/Deployment/hello/app"));
    assertEquals(List.of(), told);
  }

  @Test
  void whereItsPortIsTakenTheNextIsUsedWithAWord() throws Exception {
    try (LocalEnd first = open(0);
        LocalEnd second = open(0)) {
      assertEquals(first.address().getPort() + 1, second.address().getPort());
      assertEquals(1, told.size());
      assertTrue(told.getFirst().contains("port " + first.address().getPort()), told::toString);
    }
  }

  @Test
  void aWantedPortThatIsTakenIsAProblemAndNoOtherIsUsed() throws Exception {
    try (LocalEnd first = open(0)) {
      MooringException refused =
          assertThrows(MooringException.class, () -> open(first.address().getPort()).close());
      assertEquals(Code.PORT_TAKEN, refused.problem().code());
    }
  }

  @Test
  void portsThatDoNotExistAreRefusedBeforeAnythingIsDone() {
    for (int port : List.of(-1, 65_536, 70_000)) {
      assertEquals(
          Code.INVALID_PORT,
          assertThrows(MooringException.class, () -> new DebugOptions("", port, ""))
              .problem()
              .code());
    }
  }

  @Test
  void whoConnectsBeforeDelveIsAttachedGetsNothing() throws Exception {
    try (LocalEnd end = open(0);
        Socket early = new Socket(end.address().getAddress(), end.address().getPort())) {
      early.setSoTimeout(5000);
      assertEquals(-1, readOrReset(early));
    }
  }

  @Test
  void aWebPageReachesNoDebuggerWhateverItsRequestCarries() throws Exception {
    String call = "{\"method\":\"RPCServer.Detach\",\"params\":[{\"Kill\":true}],\"id\":1}\n";
    List<String> pages =
        List.of(
            "POST / HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\n" + call,
            "GET /{ HTTP/1.1\r\nHost: evil.example:23456\r\n\r\n",
            // A page may choose the method where its name leads to this port.
            "Content-Length /: HTTP/1.1\r\n\r\nContent-Length: 50\r\n\r\n" + call,
            "C / HTTP/1.1\r\n\r\n" + call,
            "\r\n" + call,
            "\u0016\u0003\u0001" + call);
    try (Recorded delve = new Recorded();
        LocalEnd end = open(0)) {
      end.leadTo(DebugProtocol.DELVE, delve);
      for (String page : pages) {
        try (Socket socket = connect(end)) {
          socket.getOutputStream().write(page.getBytes(StandardCharsets.ISO_8859_1));
          assertEquals(-1, readOrReset(socket), page);
        }
      }
      assertEquals("", delve.heard());
      assertEquals(
          List.of(Code.NO_DEBUG_CLIENT),
          end.refusals().get().stream().map(Problem::code).toList(),
          "told once");
      assertFalse(end.hasEditors());
    }
  }

  @Test
  void bothOfDelvesProtocolsPassAlsoInPieces() throws Exception {
    for (String hello : List.of("{\"id\":1}", "Content-Length: 2\r\n\r\n{}")) {
      try (Recorded delve = new Recorded();
          LocalEnd end = open(0)) {
        end.leadTo(DebugProtocol.DELVE, delve);
        Socket socket = connect(end);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(hello.charAt(0));
        socket.getOutputStream().write(hello.substring(1).getBytes(StandardCharsets.US_ASCII));
        Awaitility.await().until(() -> delve.heard().equals(hello));
        assertTrue(end.hasEditors());
        socket.close();
        Awaitility.await().until(() -> !end.hasEditors());
      }
    }
  }

  /// Stands where Delve would listen.
  private static final class Recorded implements Dialer, AutoCloseable {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<PipedOutputStream> answers = new CopyOnWriteArrayList<>();

    @Override
    public ByteStream dial() {
      PipedOutputStream answer = new PipedOutputStream();
      answers.add(answer);
      try {
        return new PipeStream(new PipedInputStream(answer), heard, answer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String heard() {
      return heard.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      for (PipedOutputStream each : answers) {
        each.close();
      }
    }
  }

  private static Socket connect(LocalEnd end) throws IOException {
    Socket socket = new Socket(end.address().getAddress(), end.address().getPort());
    socket.setSoTimeout(5000);
    return socket;
  }

  private static int readOrReset(Socket socket) {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      return e instanceof java.net.SocketTimeoutException ? 0 : -1;
    }
  }

  private int port(String workload) throws InterruptedException {
    try (LocalEnd end = LocalEnd.open(0, workload, LocalUsers.owner(), progress)) {
      return end.address().getPort();
    }
  }

  private LocalEnd open(int port) throws InterruptedException {
    return LocalEnd.open(port, WORKLOAD, LocalUsers.owner(), progress);
  }
}
