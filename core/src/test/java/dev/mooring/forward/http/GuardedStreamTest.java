package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A guarded stream whose far side says what the test says, and nothing where it would wait.
@Timeout(60)
final class GuardedStreamTest {
  private static final String GOOD = "GET /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String BAD = "GET /v2/ HTTP/1.1\r\nHost: evil.example\r\n\r\n";
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final Far far = new Far();
  private final GuardedRequests requests = new GuardedRequests(new Hosts(""), null);
  private final GuardedStream stream = new GuardedStream(requests, far);

  private void asks(String text) throws IOException {
    stream.output().write(text.getBytes(ISO_8859_1));
  }

  /// What one read gives; "end" at the end.
  private String reads() throws IOException {
    byte[] bytes = new byte[4096];
    int read = stream.input().read(bytes, 7, bytes.length - 7);
    return read < 0 ? "end" : new String(bytes, 7, read, ISO_8859_1);
  }

  @Test
  void aRequestThatPassesIsSentAndFlushedAndItsAnswerComes() throws Exception {
    asks(GOOD);
    stream.output().flush();
    assertEquals(GOOD, far.heard.toString(ISO_8859_1));
    assertEquals(1, far.flushed);
    far.says.add(ANSWER);
    assertEquals(ANSWER, reads());
    far.ends = true;
    assertEquals("end", reads());
    assertFalse(stream.lost() || stream.ended());
    assertEquals(0, far.closed);
  }

  @Test
  void aRefusalThatNothingPrecedesEndsTheStreamAtOnceAndIsNoLoss() throws Exception {
    asks(BAD);
    assertEquals(1, far.closed);
    asks(GOOD);
    stream.output().flush();
    assertEquals("", far.heard.toString(ISO_8859_1));
    assertEquals(0, far.flushed);
    far.lost = true;
    assertTrue(stream.lost(), "the application has no answer yet");
    assertTrue(reads().startsWith("HTTP/1.1 403 Forbidden\r\n"));
    assertEquals("end", reads());
    assertEquals("end", reads());
    assertFalse(stream.lost());
    assertTrue(stream.ended());
  }

  @Test
  void aReaderThatWaitsWhenTheStreamIsClosedForARefusalGetsIt() throws Exception {
    far.onRead =
        () -> {
          asks(BAD);
          throw new IOException("closed");
        };
    assertTrue(reads().startsWith("HTTP/1.1 403"));
    assertEquals(1, far.closed);
  }

  @Test
  void aReaderThatWaitsWhenTheFarSideEndsGetsARefusalThatIsDue() throws Exception {
    far.onRead =
        () -> {
          asks(BAD);
          far.ends = true;
        };
    assertTrue(reads().startsWith("HTTP/1.1 403"));
  }

  @Test
  void aLossWithoutARefusalIsALoss() throws Exception {
    asks(GOOD);
    far.onRead =
        () -> {
          throw new IOException("reset");
        };
    assertEquals("reset", assertThrows(IOException.class, this::reads).getMessage());
    assertFalse(stream.lost());
    far.lost = true;
    assertTrue(stream.lost());
    assertTrue(stream.ended());
  }

  @Test
  void aRefusalHasItsTurnAfterTheAnswersBeforeIt() throws Exception {
    asks(GOOD + GOOD + BAD + GOOD);
    assertEquals(GOOD + GOOD, far.heard.toString(ISO_8859_1));
    assertEquals(0, far.closed, "two answers are awaited");
    far.says.add(ANSWER);
    far.says.add(ANSWER.substring(0, ANSWER.length() - 1));
    far.says.add("}");
    far.says.add("HTTP/1.1 200 OK\r\n\r\nnobody asked");
    assertEquals(ANSWER, reads());
    assertEquals(ANSWER.substring(0, ANSWER.length() - 1), reads());
    assertFalse(stream.ended());
    assertEquals("}", reads());
    assertTrue(reads().startsWith("HTTP/1.1 403"));
    assertEquals("end", reads());
  }

  @Test
  void aRefusalIsNotSaidInTheMiddleOfAnAnswerThatIsCut() throws Exception {
    asks(GOOD + BAD);
    far.says.add(ANSWER.substring(0, ANSWER.length() - 1));
    reads();
    far.ends = true;
    assertEquals("end", reads());
    assertFalse(stream.ended());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD|HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n",
        "head|HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "GET|HTTP/1.1 204 No Content\r\n\r\n",
        "GET|HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n",
        "GET|HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "GET|HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"
      })
  void answersWithoutABodyAreWholeWithTheirHead(String exchange) throws Exception {
    int bar = exchange.indexOf('|');
    asks(GOOD.replace("GET", exchange.substring(0, bar)) + BAD);
    assertEquals(0, far.closed);
    far.says.add(exchange.substring(bar + 1));
    assertEquals(exchange.substring(bar + 1), reads());
    assertTrue(reads().startsWith("HTTP/1.1 403"));
  }

  @Test
  void aWordOnTheWayIsNoAnswer() throws Exception {
    asks(GOOD + BAD);
    far.says.add("HTTP/1.1 100 Continue\r\n\r\n");
    far.says.add(ANSWER);
    reads();
    assertEquals(ANSWER, reads());
    assertTrue(reads().startsWith("HTTP/1.1 403"));
  }

  @Test
  void afterAnAnswerThatCannotBeReadNobodyWaitsForItsEnd() throws Exception {
    asks(GOOD);
    far.says.add("what nobody understands\r\n\r\n");
    reads();
    asks(BAD);
    assertEquals(1, far.closed);
    far.ends = true;
    assertEquals("end", reads(), "a refusal could be taken for a part of it");
  }

  @Test
  void aFarSideThatWouldSpeakAnotherProtocolIsCut() throws Exception {
    asks(GOOD);
    far.says.add("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nanything");
    IOException why = assertThrows(IOException.class, this::reads);
    assertTrue(why.getMessage().contains("another protocol"));
    assertEquals(1, far.closed);
    assertTrue(stream.lost());
    assertTrue(stream.ended());
  }

  @Test
  void aRequestWhoseBodyBreaksIsAnsweredByItsRefusalAlone() throws Exception {
    asks("POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
    assertTrue(stream.asksHalf());
    asks("zz\r\n");
    assertEquals(1, far.closed, "no other answer is awaited");
    assertTrue(reads().startsWith("HTTP/1.1 400 Bad Request\r\n"));
  }

  @Test
  void halfARequestIsOneUntilItsLastByte() throws Exception {
    asks(GOOD);
    assertFalse(stream.asksHalf());
    asks("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nab");
    assertTrue(stream.asksHalf());
    asks("c");
    assertFalse(stream.asksHalf());
  }

  @Test
  void aStreamIsDialledForAFirstRequestThatPassesAndItsBytesAreCounted() throws Exception {
    AtomicLong sent = new AtomicLong(5);
    ByteStream opened = requests.open(input(GOOD + GOOD), () -> far, sent);
    assertEquals(GOOD + GOOD, far.heard.toString(ISO_8859_1));
    assertEquals(5 + 2 * GOOD.length(), sent.get());
    assertTrue(opened instanceof GuardedStream);
    assertEquals(0, far.closed);
  }

  @Test
  void aStreamThatCannotTakeTheFirstRequestIsClosed() {
    far.deaf = true;
    AtomicLong sent = new AtomicLong();
    assertThrows(IOException.class, () -> requests.open(input(GOOD), () -> far, sent));
    assertEquals(1, far.closed);
    assertEquals(0, sent.get());
  }

  @Test
  void forARefusalAndForNothingNoStreamIsDialled() throws Exception {
    AtomicLong sent = new AtomicLong();
    ByteStream refused = requests.open(input(BAD), GuardedStreamTest::never, sent);
    assertTrue(new String(refused.input().readAllBytes(), ISO_8859_1).startsWith("HTTP/1.1 403"));
    assertFalse(refused.lost());
    GuardedRequests others = new GuardedRequests(new Hosts(""), null);
    assertNull(others.open(input(""), GuardedStreamTest::never, sent));
    assertNull(others.open(input("GET /v2/ HT"), GuardedStreamTest::never, sent));
    assertEquals(0, sent.get());
  }

  private static ByteStream never() {
    throw new IllegalStateException("nothing is to be dialled");
  }

  private static InputStream input(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  /// What happens at a read.
  @FunctionalInterface
  private interface Happening {
    void run() throws IOException;
  }

  private static final class Far implements ByteStream {
    private final Queue<String> says = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private Happening onRead = () -> {};
    private boolean ends;
    private boolean lost;
    private boolean deaf;
    private int flushed;
    private int closed;

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() {
          throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          onRead.run();
          String next = says.poll();
          if (next == null && ends) {
            return -1;
          }
          byte[] bytes = (next == null ? "" : next).getBytes(ISO_8859_1);
          System.arraycopy(bytes, 0, target, offset, bytes.length);
          return bytes.length;
        }
      };
    }

    @Override
    public OutputStream output() {
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          if (deaf) {
            throw new IOException("cut");
          }
          heard.write(one);
        }

        @Override
        public void flush() {
          flushed++;
        }
      };
    }

    @Override
    public void close() {
      closed++;
    }

    @Override
    public boolean lost() {
      return lost;
    }
  }
}
