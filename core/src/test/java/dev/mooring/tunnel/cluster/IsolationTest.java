package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.spdy.Spdy;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What many streams do to each other, counted and not timed.
@Timeout(60)
final class IsolationTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void fiveHundredConnectionsAtOnceAreServedByEightHandshakesAtATime() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server);
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch all = new CountDownLatch(500);
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        int number = i & 0x7f;
        answers.add(
            executor.submit(
                () -> {
                  all.countDown();
                  all.await();
                  try (ByteStream stream = tunnels.open(PORT)) {
                    stream.output().write(number);
                    return stream.input().read() - number;
                  }
                }));
      }
      for (Future<Integer> each : answers) {
        assertEquals(0, each.get());
      }
      assertTrue(server.mostHandshakes() <= 8, () -> server.mostHandshakes() + " handshakes");
    }
  }

  @Test
  void twoThousandShortConnectionsLeaveOneTunnelAndNoThread() throws Exception {
    AtomicLong peers = new AtomicLong();
    try (SpdyServer server =
        SpdyServer.serving(
            peer -> {
              peers.incrementAndGet();
              try {
                SpdyServer.echo(peer);
              } finally {
                peers.decrementAndGet();
              }
            })) {
      try (ApiTunnels tunnels = new ApiTunnels(server);
          ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> clients = new ArrayList<>();
        for (int client = 0; client < 20; client++) {
          clients.add(
              executor.submit(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      try (ByteStream stream = tunnels.open(PORT)) {
                        stream.output().write(i);
                        assertEquals(i, stream.input().read());
                      }
                    }
                    return null;
                  }));
        }
        for (Future<?> each : clients) {
          each.get();
        }
        Awaitility.await().atMost(PATIENCE).until(() -> tunnels.tunnelCount() == 1);
        Awaitility.await().atMost(PATIENCE).until(() -> server.open() == 1 && peers.get() == 1);
      }
      Awaitility.await().atMost(PATIENCE).until(() -> server.open() == 0 && peers.get() == 0);
    }
  }

  @Test
  void openStreamsThatStopBeingReadHoldUpNoOther() throws Exception {
    int open = 40;
    try (SpdyServer server = SpdyServer.serving(IsolationTest::echoOrFlood);
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT.withQueue(64 * 1024))) {
      List<ByteStream> streams = new ArrayList<>();
      for (int i = 0; i < open; i++) {
        ByteStream stream = tunnels.open(PORT);
        streams.add(stream);
        assertEquals(7, answer(stream, 7));
      }
      assertEquals(open, server.upgrades(), "each has a tunnel of its own");
      for (ByteStream each : streams.subList(0, 5)) {
        each.output().write(FLOOD);
        assertEquals(FLOOD, each.input().read());
      }
      for (ByteStream each : streams.subList(5, open)) {
        assertEquals(9, answer(each, 9));
      }
      // A reset of one and a cancelled one touch nobody either.
      streams.get(0).close();
      streams.get(5).close();
      for (ByteStream each : streams.subList(6, open)) {
        assertEquals(11, answer(each, 11));
        assertFalse(each.lost());
      }
      streams.forEach(ByteStream::close);
    }
  }

  @Test
  void aWriterBlocksWhileTheFarSideStandsStillAndEveryByteArrives() throws Exception {
    int size = 64 << 20;
    byte[] block = new byte[1 << 20];
    new Random(4).nextBytes(block);
    for (Dialect dialect : Dialect.values()) {
      CountDownLatch go = new CountDownLatch(1);
      MessageDigest arrived = MessageDigest.getInstance("SHA-256");
      MessageDigest sent = MessageDigest.getInstance("SHA-256");
      AtomicLong taken = new AtomicLong();
      try (SpdyServer server =
              SpdyServer.serving(peer -> digest(peer, dialect, go, arrived, size));
          ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT, dialect);
          ByteStream stream = tunnels.open(PORT)) {
        Thread writer =
            Thread.ofVirtual()
                .start(
                    () -> {
                      try {
                        while (taken.get() < size) {
                          block[0] = (byte) (taken.get() >> 20);
                          sent.update(block);
                          stream.output().write(block);
                          taken.addAndGet(block.length);
                        }
                      } catch (IOException e) {
                        stream.close();
                      }
                    });
        awaitStandstill(taken);
        assertTrue(writer.isAlive() && taken.get() < size / 2, () -> taken + " bytes taken");
        go.countDown();
        assertEquals(5, stream.input().read());
        writer.join();
        assertEquals(size, taken.get());
        assertTrue(MessageDigest.isEqual(sent.digest(), arrived.digest()), dialect::name);
      }
    }
  }

  private static final int FLOOD = 1;

  private static int answer(ByteStream stream, int said) throws IOException {
    stream.output().write(said);
    return stream.input().read();
  }

  /// Echoes, and sends without end to who says [#FLOOD].
  private static void echoOrFlood(SpdyServer.Peer peer) throws IOException {
    while (true) {
      SpdyServer.Frame frame = peer.next();
      if (frame.type() == Spdy.SYN_STREAM) {
        peer.reply(frame.stream());
      } else if (frame.type() == 0) {
        boolean flood = frame.content()[0] == FLOOD;
        do {
          peer.data(frame.stream(), flood ? flood() : frame.content(), false);
        } while (flood);
      }
    }
  }

  private static byte[] flood() {
    byte[] bytes = new byte[64 * 1024];
    bytes[0] = FLOOD;
    return bytes;
  }

  private static void digest(
      SpdyServer.Peer peer, Dialect dialect, CountDownLatch go, MessageDigest digest, int size)
      throws Exception {
    int stream = 0;
    if (dialect == Dialect.CHANNELS) {
      peer.raw(new byte[] {0, 80, 0});
    } else {
      stream = peer.opened();
      peer.reply(stream);
    }
    go.await();
    int got = 0;
    while (got < size) {
      int head = dialect == Dialect.CHANNELS ? 1 : 0;
      byte[] bytes = head == 1 ? peer.message() : data(peer);
      int length = Math.max(0, bytes.length - head);
      digest.update(bytes, bytes.length - length, length);
      got += length;
    }
    if (dialect == Dialect.CHANNELS) {
      peer.raw(new byte[] {0, 5});
    } else {
      peer.data(stream, new byte[] {5}, false);
      SpdyServer.echo(peer);
    }
  }

  private static byte[] data(SpdyServer.Peer peer) throws IOException {
    SpdyServer.Frame frame = peer.next();
    return frame.type() == 0 ? frame.content() : new byte[0];
  }

  private static void awaitStandstill(AtomicLong count) {
    AtomicLong before = new AtomicLong(-1);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              long now = count.get();
              return before.getAndSet(now) == now && now > 0;
            });
  }
}
