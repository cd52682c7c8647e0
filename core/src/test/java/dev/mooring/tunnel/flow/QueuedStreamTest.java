package dev.mooring.tunnel.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A stream between whoever reads the connection and whoever uses it.
@Timeout(60)
final class QueuedStreamTest {
  private static final class Plain extends QueuedStream {
    private final List<String> sent = new ArrayList<>();
    private int closed;

    Plain() {
      super(100, 4);
    }

    @Override
    protected void closed() {
      closed++;
    }

    @Override
    protected void transmit(byte[] source, int offset, int length) throws InterruptedException {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      sent.add(offset + "+" + length);
    }

    void brings(byte... bytes) throws InterruptedException {
      deliver(bytes, bytes.length);
    }

    void ends(@Nullable IOException why) {
      over(why);
    }

    boolean isFull() {
      return full();
    }
  }

  private final Plain stream = new Plain();

  @Test
  void whatIsWrittenLeavesInPiecesThatFit() throws Exception {
    stream.output().write(new byte[20], 3, 9);
    stream.output().write(new byte[20], 0, 4);
    stream.output().write(new byte[20], 20, 0);
    assertEquals(List.of("3+4", "7+4", "11+1", "0+4"), stream.sent);
    assertThrows(IndexOutOfBoundsException.class, () -> stream.output().write(new byte[4], 1, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> stream.input().read(new byte[4], 1, 4));
  }

  @Test
  void whatCameBeforeTheEndIsReadAndTheEndIsKnownBefore() throws Exception {
    assertFalse(stream.ended());
    stream.brings(new byte[] {1, 2, 3});
    stream.ends(null);
    stream.ends(new IOException("lost later"));
    assertTrue(stream.ended());
    assertFalse(stream.lost());
    assertEquals(3, stream.input().available());
    assertArrayEquals(new byte[] {1, 2, 3}, stream.input().readAllBytes());
    stream.output().write(1);
    assertEquals(List.of("0+1"), stream.sent, "the far side may still listen");
  }

  @Test
  void aLossIsMetByTheReaderAndByTheWriter() throws Exception {
    IOException why = new IOException("lost");
    assertFalse(stream.lost());
    stream.ends(why);
    assertTrue(stream.lost());
    assertEquals(why, assertThrows(IOException.class, () -> stream.input().read()));
    assertEquals(why, assertThrows(IOException.class, () -> stream.output().write(1)));
    assertEquals(List.of(), stream.sent);
  }

  @Test
  void closingEitherSideClosesItOnceForBoth() throws Exception {
    stream.input().close();
    stream.output().close();
    stream.close();
    assertEquals(1, stream.closed);
    assertTrue(stream.ended());
    assertFalse(stream.lost());
    assertThrows(IOException.class, () -> stream.input().read());
    assertThrows(IOException.class, () -> stream.output().write(1));
    assertEquals(List.of(), stream.sent);

    Plain other = new Plain();
    other.output().close();
    assertEquals(1, other.closed);
  }

  @Test
  void itIsFullOnceItsReaderHasItsLimitWaiting() throws Exception {
    stream.brings(new byte[35]);
    assertFalse(stream.isFull());
    stream.brings();
    assertTrue(stream.isFull());
  }

  @Test
  void anInterruptEndsTheCallAndIsKept() throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedIOException.class, () -> stream.input().read());
    assertTrue(Thread.currentThread().isInterrupted());
    assertThrows(InterruptedIOException.class, () -> stream.output().write(1));
    assertTrue(Thread.interrupted());
    stream.brings((byte) 7);
    assertEquals(7, stream.input().read(), "the stream is usable still");
  }
}
