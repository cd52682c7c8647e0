package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SwitchingStreamTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final List<Server> servers = new CopyOnWriteArrayList<>();
  private volatile boolean none;
  private SwitchingStream stream;

  @BeforeEach
  void start() throws InterruptedException {
    stream =
        new SwitchingStream(
            () -> {
              if (none) {
                throw new Problem(
                        Code.GENERAL, "Can't connect", "no ready pod", new Remedy.Advice("Wait"))
                    .raise();
              }
              Server server = new Server();
              servers.add(server);
              return server;
            },
            each -> each instanceof Server server && !server.going);
  }

  @Test
  void theNextRequestGoesToTheNextServerWhenTheFirstIsGoing() throws Exception {
    exchange(GET, OK, 0);
    servers.getFirst().going = true;
    exchange(GET, OK, 1);
    assertTrue(servers.getFirst().closed);
    assertEquals(GET, servers.getFirst().got());
    assertEquals(GET, servers.get(1).got());
  }

  @Test
  void anEndBetweenRequestsIsNoneForTheApplication() throws Exception {
    exchange(GET, OK, 0);
    CompletableFuture<String> answer = read(OK.length());
    servers.getFirst().end();
    write(GET);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> servers.size() == 2);
    servers.get(1).say(OK);
    assertEquals(OK, answer.get(10, TimeUnit.SECONDS));
    assertEquals(GET, servers.get(1).got());
  }

  @Test
  void aRequestThatHasBegunStaysWhereItIs() throws Exception {
    write("PUT /x HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
    servers.getFirst().going = true;
    write("cd");
    servers.getFirst().say(OK);
    assertEquals(OK, read(OK.length()).get(10, TimeUnit.SECONDS));
    assertEquals(1, servers.size());
    exchange(GET, OK, 1);
  }

  @Test
  void aBodyThatGoesOnAfterItsAnswerIsNotTakenForARequest() throws Exception {
    write("PUT /x HTTP/1.1\r\nContent-Length: 40\r\n\r\nab");
    String refusal = "HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n";
    servers.getFirst().say(refusal);
    assertEquals(refusal, read(refusal.length()).get(10, TimeUnit.SECONDS));
    servers.getFirst().going = true;
    write("cd");
    assertEquals(1, servers.size());
  }

  @Test
  void anEndInMidAnswerIsPassedOn() throws Exception {
    write(GET);
    servers.getFirst().say(OK.substring(0, OK.length() - 1));
    servers.getFirst().end();
    assertEquals(
        OK.length() - 1, stream.input().readAllBytes().length, "and then the end, not a wait");
  }

  @Test
  void theEndOfAConnectionThatWasToCloseIsPassedOn() throws Exception {
    String closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
    write(GET);
    servers.getFirst().say(closing);
    servers.getFirst().end();
    assertEquals(closing, new String(stream.input().readAllBytes(), US_ASCII));
  }

  @Test
  void whatIsNotHttpIsNotSwitched() throws Exception {
    exchange("\u0001\u0002hello", "\u0003\u0004world", 0);
    servers.getFirst().going = true;
    write("more");
    assertEquals(1, servers.size());
  }

  @Test
  void thatThereIsNoNextServerIsSaid() throws Exception {
    exchange(GET, OK, 0);
    none = true;
    CompletableFuture<String> reading = read(1);
    servers.getFirst().end();
    StreamException lost = assertThrows(StreamException.class, () -> write(GET));
    assertEquals("no ready pod", lost.problem().why());
    stream.close();
    assertThrows(Exception.class, () -> reading.get(10, TimeUnit.SECONDS));
  }

  private void exchange(String request, String answer, int server) throws Exception {
    CompletableFuture<String> reading = read(answer.length());
    write(request);
    servers.get(server).say(answer);
    assertEquals(answer, reading.get(10, TimeUnit.SECONDS));
  }

  private void write(String text) throws IOException {
    stream.output().write(text.getBytes(US_ASCII));
    stream.output().flush();
  }

  private CompletableFuture<String> read(int length) {
    CompletableFuture<String> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                read.complete(new String(stream.input().readNBytes(length), US_ASCII));
              } catch (IOException e) {
                read.completeExceptionally(e);
              }
            });
    return read;
  }

  /// One end of a connection.
  private static final class Server implements ByteStream {
    private final PipedInputStream input = new PipedInputStream(64 * 1024);
    private final PipedOutputStream said = new PipedOutputStream();
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    volatile boolean going;
    volatile boolean closed;
    private volatile boolean ended;

    Server() {
      try {
        said.connect(input);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void say(String words) throws IOException {
      said.write(words.getBytes(US_ASCII));
      said.flush();
    }

    void end() throws IOException {
      ended = true;
      said.close();
    }

    String got() {
      return got.toString(US_ASCII);
    }

    @Override
    public InputStream input() {
      return input;
    }

    @Override
    public OutputStream output() {
      return got;
    }

    @Override
    public void close() {
      closed = true;
      try {
        said.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean lost() {
      return false;
    }

    @Override
    public boolean ended() {
      return ended;
    }
  }
}
