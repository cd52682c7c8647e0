package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One tunnel from its first stream to its end, with a far side that takes each stream.
@Timeout(60)
final class SpdyTunnelTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Far far = new Far();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean surplus;
  private volatile boolean watcher;

  private final SpdyTunnel tunnel =
      new SpdyTunnel(
          far,
          "shop/api-0",
          Timing.DEFAULT,
          new Probe() {
            @Override
            public boolean answers() {
              return true;
            }

            @Override
            public void silent(String why) {
              told.add(why);
            }
          },
          new TunnelPool() {
            @Override
            public boolean isSurplus(SpdyTunnel which) {
              return surplus;
            }

            @Override
            public boolean isWatcher(SpdyTunnel which) {
              return watcher;
            }

            @Override
            public void left(long life, long bytes) {
              told.add("left after " + bytes + " bytes, " + (life > 0));
            }

            @Override
            public void ended(SpdyTunnel which) {
              ended.countDown();
            }
          });

  @AfterEach
  void close() {
    tunnel.close();
  }

  private SpdyStream open() throws IOException, InterruptedException {
    assertTrue(tunnel.reserve());
    return tunnel.open(PORT);
  }

  @Test
  void aStreamThatIsClosedIsResetOnceAndItsLifeIsTold() throws Exception {
    tunnel.start();
    SpdyStream stream = open();
    assertEquals(1, tunnel.load());
    assertTrue(tunnel.carriesStreams());
    assertTrue(tunnel.watches());
    stream.output().write(new byte[] {1, 2, 3});
    stream.close();
    stream.close();
    assertEquals(0, tunnel.load());
    assertFalse(tunnel.carriesStreams());
    assertFalse(tunnel.watches());
    assertEquals(List.of("left after 3 bytes, true"), told);
    String expected =
        HexFormat.of().formatHex(Spdy.dataHead(3, 3))
            + "010203"
            + HexFormat.of().formatHex(Spdy.reset(3, Spdy.CANCEL));
    Awaitility.await().atMost(LIMIT).until(() -> far.hex().endsWith(expected));
    assertFalse(tunnel.over(), "the next may come");
    assertTrue(tunnel.usable());
  }

  @Test
  void onlyTheOneThatIsToWatchDoesAndOnlyForAStream() throws Exception {
    tunnel.start();
    SpdyStream stream = open();
    assertFalse(tunnel.watchesTheWay());
    watcher = true;
    assertTrue(tunnel.watchesTheWay());
    stream.close();
    assertFalse(tunnel.watchesTheWay());
  }

  @Test
  void oneThatTakesNoMoreEndsInOrderWithItsLastStream() throws Exception {
    tunnel.start();
    SpdyStream first = open();
    SpdyStream second = open();
    tunnel.retire();
    assertFalse(tunnel.reserve());
    assertFalse(tunnel.watches());
    first.close();
    assertFalse(far.calls.contains("end"));
    second.close();
    assertTrue(tunnel.over() || ended.await(10, TimeUnit.SECONDS));
    assertEquals("end", far.calls.getFirst());
    assertEquals(2, told.size(), "nobody was hurt by it");
  }

  @Test
  void aConnectionThatIsLostIsToldToItsStreamsAndToWhoWatches() throws Exception {
    tunnel.start();
    SpdyStream stream = open();
    far.said.add(new byte[0]);
    StreamException why = assertThrows(StreamException.class, () -> stream.input().read());
    assertEquals(StreamException.Kind.LOST, why.kind());
    ended.await();
    assertEquals(1, told.size(), told::toString);
    assertTrue(told.getFirst().contains("the API server closed the connection"), told::toString);
    assertTrue(tunnel.over());
    assertFalse(tunnel.reserve());
    assertEquals(List.of("abort"), far.calls);
    assertThrows(StreamException.class, () -> stream.output().write(1));
  }

  @Test
  void whatMooringClosesItselfIsNoNews() throws Exception {
    tunnel.start();
    SpdyStream stream = open();
    tunnel.close();
    assertThrows(IOException.class, () -> stream.input().read());
    assertTrue(stream.lost());
    ended.await();
    assertEquals(List.of(), told);
  }

  @Test
  void anIdleOneIsLostWithoutNewsAndOpensNothingAnyMore() throws Exception {
    tunnel.start();
    assertTrue(tunnel.reserve());
    far.said.add(new byte[0]);
    ended.await();
    assertThrows(IOException.class, () -> tunnel.open(PORT));
    assertEquals(0, tunnel.load(), "what was promised is given back");
    assertEquals(List.of(), told);
  }

  @Test
  void theLastOneStaysForMinutesAndAnyOtherForAMoment() {
    long now = System.nanoTime();
    long later = now + Duration.ofSeconds(90).toNanos();
    assertFalse(tunnel.endsIdle(later));
    assertTrue(tunnel.usable());
    surplus = true;
    assertFalse(tunnel.endsIdle(now));
    assertTrue(tunnel.endsIdle(later));
    assertFalse(tunnel.usable());
  }

  @Test
  void aConnectionThatDoesNotEndInTimeIsCut() throws Exception {
    assertFalse(tunnel.over());
    tunnel.awaitEnd(Duration.ofMillis(1));
    assertEquals(List.of("abort"), far.calls);
    tunnel.close();
    assertTrue(tunnel.over());
    far.calls.clear();
    tunnel.awaitEnd(LIMIT);
    assertEquals(List.of(), far.calls);
  }

  /// Replies to each opening; says nothing else but what the test says. Nothing is the end.
  private static final class Far implements Wire {
    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
    private final List<byte[]> heard = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Spdy spdy = new Spdy();
    private byte[] rest = {};
    private int openings;

    String hex() {
      StringBuilder all = new StringBuilder();
      heard.forEach(each -> all.append(HexFormat.of().formatHex(each)));
      return all.toString();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        byte[] next = rest.length > 0 ? rest : said.take();
        if (next.length == 0) {
          return -1;
        }
        int read = Math.min(length, next.length);
        System.arraycopy(next, 0, target, offset, read);
        rest = Arrays.copyOfRange(next, read, next.length);
        return read;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      byte[] bytes = Arrays.copyOfRange(buffer, offset, offset + length);
      heard.add(bytes);
      if (bytes[0] == (byte) 0x80 && bytes[3] == Spdy.SYN_STREAM) {
        said.add(spdy.synReply(3 + 4 * openings++));
      }
    }

    @Override
    public void writeOwed() {}

    @Override
    public void onOwed(Runnable wake) {}

    @Override
    public void writeEnd() {
      calls.add("end");
    }

    @Override
    public void abort() {
      calls.add("abort");
      said.add(new byte[0]);
    }
  }
}
