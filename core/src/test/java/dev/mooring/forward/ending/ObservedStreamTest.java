package dev.mooring.forward.ending;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.http.HttpView;
import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ObservedStreamTest {
  private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

  private final Pod pod = new Pod();
  private final ObservedStream stream =
      new ObservedStream(pod, HttpView.unlisted(), ignored -> assertFalse(pod.closed()));

  @Test
  void whoLeavesWithTheWholeAnswerFreesTheStreamAndMeetsAnEnd() throws Exception {
    InputStream input = stream.input();
    stream.output().write(REQUEST);
    pod.says(ANSWER);
    assertEquals(ANSWER.length(), input.read(new byte[1024]));
    assertFalse(pod.closed());
    stream.leaving();
    assertTrue(pod.closed());
    assertEquals(-1, input.read());
    assertFalse(stream.lost());
  }

  @Test
  void aReaderThatWaitsMeetsAnEndToo() throws Exception {
    InputStream input = stream.input();
    stream.output().write(REQUEST);
    pod.says(ANSWER);
    assertEquals(ANSWER.length(), input.read(new byte[1024]));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> end = threads.submit(() -> input.read());
      pod.waiting.await();
      stream.leaving();
      assertEquals(-1, end.get());
    }
  }

  @Test
  void whoLeavesWithoutTheAnswerIsGivenItToItsLastByte() throws Exception {
    InputStream input = stream.input();
    stream.output().write(REQUEST);
    stream.leaving();
    assertFalse(pod.closed());
    pod.says(ANSWER.substring(0, ANSWER.length() - 1));
    input.read(new byte[1024]);
    assertFalse(pod.closed());
    pod.says("}");
    assertEquals('}', input.read());
    assertTrue(pod.closed());
    assertEquals(-1, input.read());
  }

  @Test
  void whoLeavesInTheMiddleOfARequestKeepsTheStream() throws Exception {
    InputStream input = stream.input();
    stream.output().write(REQUEST);
    pod.says(ANSWER);
    input.read(new byte[1024]);
    stream.output().write(REQUEST, 0, 10);
    stream.leaving();
    assertFalse(pod.closed());
  }

  @Test
  void aCutAnswerStaysALoss() throws Exception {
    InputStream input = stream.input();
    stream.output().write(REQUEST);
    pod.says(ANSWER.substring(0, ANSWER.length() - 1));
    input.read(new byte[1024]);
    stream.leaving();
    pod.close();
    assertThrows(IOException.class, input::read);
  }

  @Test
  void bytesWithoutFramingAreLeftToTheirTime() throws Exception {
    InputStream input = stream.input();
    stream.output().write("hello\n".getBytes(US_ASCII));
    pod.says("hello\n");
    input.read(new byte[1024]);
    stream.leaving();
    assertFalse(pod.closed());
  }

  @Test
  void anEndAtRestIsAnEnd() throws Exception {
    exchanged();
    assertEquals(-1, stream.input().read(new byte[1024]));
    assertTrue(stream.endedAtRest());
    assertFalse(stream.lost());
  }

  @Test
  void aRequestThatComesAfterAnEndAtRestIsALossAndNotAnsweredByThatEnd() throws Exception {
    exchanged();
    assertEquals(-1, stream.input().read(new byte[1024]));
    stream.output().write(REQUEST);
    assertTrue(stream.lost());
  }

  @Test
  void aRequestThatComesWhileAnEndAtRestIsJudgedIsALossToo() throws Exception {
    ObservedStream[] asking = new ObservedStream[1];
    asking[0] =
        new ObservedStream(
            pod,
            HttpView.unlisted(),
            answers -> {
              assertEquals(HttpView.Completeness.WHOLE, answers);
              assertDoesNotThrow(() -> asking[0].output().write(REQUEST));
            });
    exchanged(asking[0]);
    assertEquals(-1, asking[0].input().read(new byte[1024]));
    assertTrue(asking[0].lost());
  }

  @Test
  void anEndThatWasAnnouncedIsNotAtRest() throws Exception {
    stream.output().write(REQUEST);
    pod.says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
    pod.ends();
    InputStream input = stream.input();
    assertTrue(input.read(new byte[1024]) > 0);
    assertEquals(-1, input.read(new byte[1024]));
    stream.output().write(REQUEST);
    assertFalse(stream.endedAtRest() || stream.lost());
  }

  private void exchanged() throws IOException {
    exchanged(stream);
  }

  private void exchanged(ObservedStream with) throws IOException {
    with.output().write(REQUEST);
    pod.says(ANSWER);
    assertEquals(ANSWER.length(), with.input().read(new byte[1024]));
    pod.ends();
  }

  /// Its reader waits until something is said, or the stream is closed.
  private static final class Pod implements ByteStream {
    final CountDownLatch waiting = new CountDownLatch(1);
    private final Queue<String> said = new ArrayDeque<>();
    private boolean ended;
    private boolean closed;

    synchronized void ends() {
      ended = true;
      notifyAll();
    }

    synchronized void says(String text) {
      said.add(text);
      notifyAll();
    }

    synchronized boolean closed() {
      return closed;
    }

    private synchronized int read(byte[] target, int offset) throws IOException {
      try {
        while (said.isEmpty() && !ended && !closed) {
          waiting.countDown();
          wait();
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (said.isEmpty()) {
        return -1;
      }
      byte[] bytes = said.remove().getBytes(US_ASCII);
      System.arraycopy(bytes, 0, target, offset, bytes.length);
      return bytes.length;
    }

    @Override
    public InputStream input() {
      return new InputStream() {
        @Override
        public int read() {
          throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          return Pod.this.read(target, offset);
        }
      };
    }

    @Override
    public OutputStream output() {
      return new ByteArrayOutputStream();
    }

    @Override
    public synchronized void close() {
      closed = true;
      notifyAll();
    }

    @Override
    public boolean lost() {
      return false;
    }
  }
}
