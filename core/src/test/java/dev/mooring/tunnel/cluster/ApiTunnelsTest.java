package dev.mooring.tunnel.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.spdy.Spdy;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiTunnelsTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);

  @Test
  void bytesComeBackAsTheyWereSent() throws Exception {
    byte[] sent = new byte[3 << 20];
    new Random(1).nextBytes(sent);
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.open(PORT)) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      stream.output().write(sent);
                    } catch (IOException e) {
                      stream.close();
                    }
                  });
      assertArrayEquals(sent, stream.input().readNBytes(sent.length));
      writer.join();
      assertFalse(stream.lost());
    }
  }

  @Test
  void fiveHundredShortConnectionsShareFewTunnelsAndLeaveNone() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo)) {
      try (ApiTunnels tunnels = new ApiTunnels(server)) {
        for (int i = 0; i < 500; i++) {
          try (ByteStream stream = tunnels.open(PORT)) {
            stream.output().write(i);
            assertEquals(i & 0xff, stream.input().read());
          }
        }
        assertEquals(1, server.upgrades());
      }
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> server.open() == 0);
    }
  }

  @Test
  void aReaderThatStopsHoldsTheFarSideAndNoOtherConnection() throws Exception {
    int queue = 256 * 1024;
    AtomicLong accepted = new AtomicLong();
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  int stream = peer.opened();
                  peer.reply(stream);
                  if (accepted.compareAndSet(0, 1)) {
                    while (true) {
                      peer.data(stream, new byte[64 * 1024], false);
                      accepted.addAndGet(64 * 1024);
                    }
                  }
                  peer.data(stream, new byte[] {7}, true);
                  SpdyServer.echo(peer);
                });
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT.withQueue(queue));
        ByteStream stalled = tunnels.open(PORT)) {
      // From here on nothing more is taken for it, however slow the far side is to notice.
      Awaitility.await().until(() -> stalled.input().available() >= queue);
      try (ByteStream other = tunnels.open(PORT)) {
        assertEquals(7, other.input().read());
        assertEquals(-1, other.input().read());
      }
      AtomicLong before = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(200))
          .until(() -> before.getAndSet(accepted.get()) == accepted.get());
      assertTrue(accepted.get() < 32 << 20, "the far side must stand still");
      assertEquals(2, server.upgrades());
      assertEquals(1 << 20, stalled.input().readNBytes(1 << 20).length);
    }
  }

  @Test
  void aResetIsAFailureAndTouchesNoNeighbour() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  int first = peer.opened();
                  peer.reply(first);
                  int second = peer.opened();
                  peer.reply(second);
                  peer.data(first, new byte[] {1}, false);
                  peer.reset(first);
                  peer.data(second, new byte[] {2}, true);
                  SpdyServer.echo(peer);
                });
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT.withTunnels(1));
        ByteStream first = tunnels.open(PORT);
        ByteStream second = tunnels.open(PORT)) {
      assertEquals(1, first.input().read());
      assertThrows(StreamException.class, () -> first.input().read());
      assertTrue(first.lost());
      assertEquals(2, second.input().read());
      assertEquals(-1, second.input().read());
      assertFalse(second.lost());
    }
  }

  @Test
  void aLostConnectionIsNeverACleanEnd() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      try (ByteStream stream = tunnels.open(PORT)) {
        server.cut();
        StreamException lost = assertThrows(StreamException.class, () -> stream.input().read());
        assertEquals(StreamException.Kind.LOST, lost.kind());
        assertTrue(stream.lost());
        assertThrows(IOException.class, () -> stream.output().write(1));
      }
      try (ByteStream next = tunnels.open(PORT)) {
        next.output().write(9);
        assertEquals(9, next.input().read());
      }
    }
  }

  @Test
  void theErrorStreamsTextIsToldEvenWhenItComesAfterTheEnd() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  int stream = peer.opened();
                  peer.reply(stream);
                  peer.data(stream, new byte[0], true);
                  peer.data(
                      stream - 2,
                      "error forwarding port 80: dial tcp4 127.0.0.1:80: connection refused"
                          .getBytes(UTF_8),
                      true);
                  SpdyServer.echo(peer);
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.open(PORT)) {
      StreamException refused = assertThrows(StreamException.class, () -> stream.input().read());
      assertEquals(StreamException.Kind.REFUSED, refused.kind());
      assertTrue(refused.problem().why().contains("nothing is listening on port 80"));
    }
  }

  @Test
  void aTunnelThatAnswersNoPingIsLost() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  peer.reply(peer.opened());
                  while (true) {
                    peer.next();
                  }
                });
        ApiTunnels tunnels =
            new ApiTunnels(
                server, Timing.DEFAULT.withPings(Duration.ofMillis(100), Duration.ofMillis(200)));
        ByteStream stream = tunnels.open(PORT)) {
      StreamException lost = assertThrows(StreamException.class, () -> stream.input().read());
      assertEquals(StreamException.Kind.LOST, lost.kind());
      assertTrue(lost.problem().why().contains("ping"));
    }
  }

  @Test
  void anUploadThatRelaysStillHoldIsKeptAlthoughAnOlderPingWasAnswered() throws Exception {
    byte[] upload = new byte[1 << 20];
    CountDownLatch pinged = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  int stream = peer.opened();
                  peer.reply(stream);
                  int received = 0;
                  int firstPing = 0;
                  while (received < upload.length || firstPing == 0) {
                    SpdyServer.Frame frame = peer.next();
                    received += frame.type() == 0 ? frame.content().length : 0;
                    if (frame.type() == Spdy.PING && firstPing == 0) {
                      firstPing = frame.stream();
                      pinged.countDown();
                    }
                  }
                  peer.raw(Spdy.ping(firstPing));
                  go.await();
                  peer.data(stream, new byte[] {1}, false);
                  SpdyServer.echo(peer);
                });
        ApiTunnels tunnels =
            new ApiTunnels(
                server, Timing.DEFAULT.withPings(Duration.ofMillis(100), Duration.ofMillis(200)));
        ByteStream stream = tunnels.open(PORT)) {
      assertTrue(pinged.await(20, TimeUnit.SECONDS));
      stream.output().write(upload);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.upgrades() >= 4 || stream.lost());
      assertFalse(stream.lost());
      go.countDown();
      assertEquals(1, stream.input().read());
    }
  }

  @Test
  void aTunnelThatFallsSilentUnderAStreamIsToldOfAndNotCut() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<ReachabilityEvent> event = new LinkedBlockingQueue<>();
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  peer.reply(peer.opened());
                  go.await();
                  SpdyServer.echo(peer);
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        Subscription following = tunnels.follow(each -> pod(each).ifPresent(event::add));
        ByteStream stream = tunnels.open(PORT)) {
      assertEquals(
          new ReachabilityEvent.PodSilent(
              "shop", "api-0", "the tunnel to its node is no longer passing data"),
          event.poll(20, TimeUnit.SECONDS));
      go.countDown();
      assertEquals(
          new ReachabilityEvent.PodHeard("shop", "api-0"), event.poll(20, TimeUnit.SECONDS));
      stream.output().write(7);
      assertEquals(7, stream.input().read());
    }
  }

  @Test
  void aHandshakeThatGetsNoAnswerIsToldOfBeforeItFails() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    BlockingQueue<ReachabilityEvent> event = new LinkedBlockingQueue<>();
    try (SpdyServer server =
            SpdyServer.choosing(
                SpdyServer::echo,
                head -> {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return "";
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        Subscription following = tunnels.follow(each -> pod(each).ifPresent(event::add))) {
      CompletableFuture<ByteStream> opened = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  opened.complete(tunnels.open(PORT));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      assertEquals(
          new ReachabilityEvent.PodSilent("shop", "api-0", "its node hasn't responded for 2 s"),
          event.poll(20, TimeUnit.SECONDS));
      assertFalse(opened.isDone());
      go.countDown();
      try (ByteStream stream = opened.get(20, TimeUnit.SECONDS)) {
        stream.output().write(7);
        assertEquals(7, stream.input().read());
      }
    }
  }

  @Test
  void aTunnelThatIsLostUnderAStreamIsToldOf() throws Exception {
    BlockingQueue<ReachabilityEvent> event = new LinkedBlockingQueue<>();
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server);
        Subscription following = tunnels.follow(each -> pod(each).ifPresent(event::add));
        ByteStream stream = tunnels.open(PORT)) {
      server.cut();
      ReachabilityEvent.PodSilent lost =
          assertInstanceOf(ReachabilityEvent.PodSilent.class, event.poll(20, TimeUnit.SECONDS));
      assertTrue(lost.why().startsWith("the connection was lost: "), lost.why());
      tunnels.check("shop", "api-0");
    }
  }

  private static Optional<ReachabilityEvent> pod(ReachabilityEvent event) {
    boolean aboutAPod =
        event instanceof ReachabilityEvent.PodSilent || event instanceof ReachabilityEvent.PodHeard;
    return aboutAPod ? Optional.of(event) : Optional.empty();
  }

  @Test
  void anUploadThatStandsStillIsKeptWhileTheApiServerAnswers() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  int stream = peer.opened();
                  peer.reply(stream);
                  go.await();
                  int got = 0;
                  while (got < 8 << 20) {
                    SpdyServer.Frame frame = peer.next();
                    got += frame.type() == 0 ? frame.content().length : 0;
                  }
                  peer.data(stream, new byte[] {5}, true);
                });
        ApiTunnels tunnels =
            new ApiTunnels(
                server, Timing.DEFAULT.withPings(Duration.ofMillis(100), Duration.ofMillis(100)));
        ByteStream stream = tunnels.open(PORT)) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      stream.output().write(new byte[8 << 20]);
                    } catch (IOException e) {
                      stream.close();
                    }
                  });
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(1))
          .until(() -> writer.isAlive() && !stream.lost());
      go.countDown();
      assertEquals(5, stream.input().read());
      writer.join();
    }
  }

  @Test
  void anInterruptedWriterLeavesItsNeighboursAlone() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT.withTunnels(1));
        ByteStream noisy = tunnels.open(PORT);
        ByteStream quiet = tunnels.open(PORT)) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        noisy.output().write(new byte[64 * 1024]);
                      }
                    } catch (IOException e) {
                      noisy.close();
                    }
                  });
      writer.interrupt();
      writer.join();
      quiet.output().write(3);
      assertEquals(3, quiet.input().read());
    }
  }

  @Test
  void garbageEndsInAFailure() throws Exception {
    byte[][] hostile = {
      {(byte) 0x82, 4, 'H', 'T', 'T', 'P'},
      {(byte) 0xf2, 1, 0},
      {(byte) 0x80, 1, 0},
      {(byte) 0x89, 126, 1, 0},
      {(byte) 0x82, 127, -1, -1, -1, -1, -1, -1, -1, -1},
      {(byte) 0x82, 8, (byte) 0x80, 7, 0, 2, 0, 0, 0, 4},
      {(byte) 0x82, 8, (byte) 0x80, 3, 0, 2, 0, -1, -1, -1},
      {(byte) 0x88, 2, 3, (byte) 0xf3},
    };
    for (byte[] bytes : hostile) {
      try (SpdyServer server =
              SpdyServer.serving(
                  peer -> {
                    peer.reply(peer.opened());
                    peer.unframed(bytes);
                  });
          ApiTunnels tunnels = new ApiTunnels(server);
          ByteStream stream = tunnels.open(PORT)) {
        assertThrows(StreamException.class, () -> stream.input().read());
      }
    }
  }

  @Test
  void refusalsAreToldInPlainWordsAndWithoutSecrets() throws Exception {
    String forbidden =
        "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"pods api-0 is forbidden\"}";
    assertTrue(
        refusal(
                "HTTP/1.1 403 Forbidden\r\nContent-Length: "
                    + forbidden.length()
                    + "\r\n\r\n"
                    + forbidden)
            .problem()
            .why()
            .contains("get and create pods/portforward"));
    assertTrue(
        refusal("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
            .problem()
            .why()
            .contains("credentials"));
    refusal("SSH-2.0-OpenSSH_9.9\r\n\r\n");
    refusal("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000) + "\r\n");
    refusal("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
  }

  @Test
  void namesThatAreNoneNeverReachTheServer() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      for (String name : new String[] {"", "../x", "a b", "a\r\nX: y", "a?b", "A"}) {
        assertThrows(MooringException.class, () -> tunnels.open(new PodPort("shop", name, 80)));
      }
      assertEquals(0, server.upgrades());
    }
  }

  private static MooringException refusal(String answer) throws Exception {
    try (SpdyServer server = SpdyServer.answering(answer);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      MooringException refused = assertThrows(MooringException.class, () -> tunnels.open(PORT));
      assertFalse(refused.problem().toString().contains("secret-of-the-test"));
      return refused;
    }
  }
}
