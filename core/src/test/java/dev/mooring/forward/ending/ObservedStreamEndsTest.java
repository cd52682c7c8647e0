package dev.mooring.forward.ending;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.http.HttpView;
import dev.mooring.forward.http.HttpView.Completeness;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// How an observed stream ends, by a pod whose words and whose end are at hand.
final class ObservedStreamEndsTest {
  private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final StreamException cut =
      new StreamException(
          StreamException.Kind.RESET,
          new Problem(
              Code.ANSWER_CUT, "It was reset", "the pod is gone", new Remedy.Advice("Ask")));
  private final Pod pod = new Pod();
  private final List<HttpRequest> noted = new ArrayList<>();
  private final List<Completeness> judged = new ArrayList<>();
  private final List<Exception> verdicts = new ArrayList<>();
  private final ObservedStream stream =
      new ObservedStream(
          pod,
          new HttpView(Clock.systemUTC(), noted::add, () -> {}),
          answers -> {
            judged.add(answers);
            for (Exception each : verdicts) {
              if (each instanceof StreamException loss) {
                throw loss;
              }
              throw new InterruptedException();
            }
          });

  private void asks(String text) throws IOException {
    stream.output().write(text.getBytes(US_ASCII));
  }

  private int reads() throws IOException {
    return stream.input().read(new byte[1000], 3, 900);
  }

  @Test
  void anEndIsJudgedOnceByWhatWasSeen() throws Exception {
    asks(REQUEST);
    pod.says.add(ANSWER);
    assertEquals(ANSWER.length(), reads());
    assertEquals(REQUEST, pod.heard.toString(US_ASCII));
    assertEquals(-1, reads());
    assertEquals(-1, reads());
    assertEquals(List.of(Completeness.WHOLE), judged);
    assertFalse(stream.lost());
    assertTrue(stream.endedAtRest());
  }

  @Test
  void anEndThatIsALossIsOneAndIsJudgedAgainForWhoReadsAgain() throws Exception {
    verdicts.add(cut);
    asks(REQUEST);
    pod.says.add(ANSWER.substring(0, ANSWER.length() - 1));
    reads();
    assertFalse(stream.lost());
    assertEquals(cut, assertThrows(StreamException.class, this::reads));
    assertTrue(stream.lost());
    assertFalse(stream.endedAtRest());
    assertThrows(StreamException.class, this::reads);
    assertEquals(List.of(Completeness.CUT, Completeness.CUT), judged);
  }

  @Test
  void whoIsInterruptedMeanwhileHasNoEnd() {
    verdicts.add(new InterruptedException());
    assertThrows(InterruptedIOException.class, this::reads);
    assertTrue(Thread.interrupted());
    assertTrue(stream.lost());
    assertEquals(List.of(Completeness.UNKNOWN), judged);
  }

  @Test
  void anAnswerToTheEndIsNotedWithItsSizeAtTheEnd() throws Exception {
    asks(REQUEST);
    pod.says.add("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
    reads();
    assertEquals(0, noted.size());
    assertEquals(-1, reads());
    assertEquals(3, noted.getFirst().size());
    assertEquals(200, noted.getFirst().status());
    assertFalse(stream.endedAtRest());
  }

  @Test
  void nobodyJudgesTheEndOfAStreamThatWasClosedHere() throws Exception {
    asks(REQUEST);
    stream.close();
    assertEquals(1, pod.closed);
    assertEquals(-1, reads());
    assertEquals(List.of(), judged);
    assertEquals(List.of(0), noted.stream().map(HttpRequest::status).toList(), "unanswered");
    assertFalse(stream.endedAtRest());
  }

  @Test
  void aLossOfTheStreamBelowIsItsOwn() {
    pod.fails = true;
    assertEquals("reset", assertThrows(IOException.class, this::reads).getMessage());
    assertEquals(List.of(), judged);
    assertFalse(stream.lost());
    pod.lost = true;
    assertTrue(stream.lost());
  }

  @Test
  void whoLeavesIsPassedOnAndFreesWhatIsSettledOnly() throws Exception {
    stream.leaving();
    assertEquals(1, pod.left);
    assertEquals(0, pod.closed);
    asks(REQUEST);
    pod.says.add(ANSWER + "HTTP/1.1");
    reads();
    assertEquals(0, pod.closed, "another answer has begun");
  }

  @Test
  void halfARequestIsOneUntilItIsWhole() throws Exception {
    asks("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
    assertTrue(stream.asksHalf());
    asks("b");
    assertFalse(stream.asksHalf());
  }

  private static final class Pod implements ByteStream {
    private final Queue<String> says = new ArrayDeque<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private boolean fails;
    private boolean lost;
    private int closed;
    private int left;

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() {
          throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          if (fails) {
            throw new IOException("reset");
          }
          String next = says.poll();
          if (next == null) {
            return -1;
          }
          byte[] bytes = next.getBytes(US_ASCII);
          System.arraycopy(bytes, 0, target, offset, bytes.length);
          return bytes.length;
        }
      };
    }

    @Override
    public OutputStream output() {
      return heard;
    }

    @Override
    public void close() {
      closed++;
    }

    @Override
    public void leaving() {
      left++;
    }

    @Override
    public boolean lost() {
      return lost;
    }
  }
}
