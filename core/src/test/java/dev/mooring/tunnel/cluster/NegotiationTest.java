package dev.mooring.tunnel.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class NegotiationTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 0x1234);
  private static final String OLD =
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\n\r\nunsupported protocol";

  @Test
  void aServerWithoutTheTunnelIsAskedForPlainSpdyOnce() throws Exception {
    try (SpdyServer server =
            SpdyServer.choosing(SpdyServer::echo, head -> speaks(head, Dialect.SPDY) ? "" : OLD);
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT)) {
      for (String pod : List.of("api-0", "api-1")) {
        try (ByteStream stream = tunnels.open(new PodPort("shop", pod, 80))) {
          stream.output().write(7);
          assertEquals(7, stream.input().read());
        }
      }
      assertEquals(Dialect.SPDY, tunnels.dialect());
      assertEquals(3, server.upgrades());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop",
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
      })
  void aProxyThatPassesOnlyWebSocketToAnOldServerIsServedByChannels(String toSpdy)
      throws Exception {
    byte[] sent = new byte[3 << 20];
    new Random(1).nextBytes(sent);
    UnaryOperator<String> proxy =
        head -> speaks(head, Dialect.CHANNELS) ? "" : speaks(head, Dialect.TUNNEL) ? OLD : toSpdy;
    try (SpdyServer server = SpdyServer.choosing(NegotiationTest::channels, proxy);
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT)) {
      for (int i = 0; i < 2; i++) {
        try (ByteStream stream = tunnels.open(PORT)) {
          Thread writer = Thread.ofVirtual().start(() -> write(stream, sent));
          assertArrayEquals(sent, stream.input().readNBytes(sent.length));
          writer.join();
          assertFalse(stream.lost());
        }
      }
      assertEquals(Dialect.CHANNELS, tunnels.dialect());
      assertEquals(4, server.upgrades());
      assertTrue(server.heads().getLast().contains("/pods/api-0/portforward?ports=4660 "));
      Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> server.open() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "401 Unauthorized|",
        "404 Not Found|{\"kind\":\"Status\",\"reason\":\"NotFound\",\"message\":\"no pod\"}",
        "404 Not Found|pod does not exist",
        "500 Error|{\"kind\":\"Status\",\"reason\":\"InternalError\",\"message\":\"dial tcp\"}"
      })
  void aRefusalOfWhatIsAskedForLeadsToNoOtherDialect(String answer) throws Exception {
    String body = answer.substring(answer.indexOf('|') + 1);
    String refusal =
        "HTTP/1.1 "
            + answer.substring(0, answer.indexOf('|'))
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    for (Dialect first : Dialect.values()) {
      try (SpdyServer server = SpdyServer.answering(refusal);
          ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT, first)) {
        assertThrows(MooringException.class, () -> tunnels.open(PORT));
        assertEquals(1, server.upgrades());
        assertEquals(first, tunnels.dialect());
      }
    }
  }

  @Test
  void aProxyInTroubleIsNotRememberedAsAnOldServer() throws Exception {
    CountDownLatch trouble = new CountDownLatch(1);
    UnaryOperator<String> proxy =
        head ->
            speaks(head, Dialect.TUNNEL) && trouble.getCount() > 0
                ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"
                : "";
    try (SpdyServer server = SpdyServer.choosing(SpdyServer::echo, proxy);
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT)) {
      tunnels.open(PORT).close();
      assertEquals(Dialect.TUNNEL, tunnels.dialect());
      trouble.countDown();
      tunnels.open(new PodPort("shop", "api-1", 80)).close();
      assertTrue(speaks(server.heads().getLast(), Dialect.TUNNEL));
    }
  }

  @Test
  void whatTheErrorChannelSaysIsTold() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  preambles(peer);
                  peer.raw(
                      join(1, "dial tcp4 127.0.0.1:4660: connection refused".getBytes(US_ASCII)));
                  peer.unframed(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
                });
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT, Dialect.CHANNELS);
        ByteStream stream = tunnels.open(PORT)) {
      StreamException refused = assertThrows(StreamException.class, () -> stream.input().read());
      assertEquals(StreamException.Kind.REFUSED, refused.kind());
      assertTrue(refused.problem().why().contains("nothing is listening on port 4660"));
    }
  }

  @Test
  void channelsThatAreCutAreLostAndThoseThatAreClosedEnd() throws Exception {
    for (boolean orderly : new boolean[] {true, false}) {
      try (SpdyServer server =
              SpdyServer.serving(
                  peer -> {
                    preambles(peer);
                    peer.raw(join(0, new byte[] {5}));
                    if (orderly) {
                      peer.unframed(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
                    }
                  });
          ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT, Dialect.CHANNELS);
          ByteStream stream = tunnels.open(PORT)) {
        assertEquals(5, stream.input().read());
        if (orderly) {
          assertEquals(-1, stream.input().read());
        } else {
          StreamException lost = assertThrows(StreamException.class, () -> stream.input().read());
          assertEquals(StreamException.Kind.LOST, lost.kind());
        }
        assertEquals(!orderly, stream.lost());
      }
    }
  }

  @Test
  void idleChannelsLiveWhileTheirPingsAreAnswered() throws Exception {
    CountDownLatch pings = new CountDownLatch(10);
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  preambles(peer);
                  while (true) {
                    byte[] message = peer.message();
                    if (message.length == 0) {
                      pings.countDown();
                    } else {
                      peer.raw(message);
                    }
                  }
                });
        ApiTunnels tunnels =
            new ApiTunnels(
                server,
                Timing.DEFAULT.withPings(Duration.ofMillis(200), Duration.ofSeconds(1)),
                Dialect.CHANNELS);
        ByteStream stream = tunnels.open(PORT)) {
      assertTrue(pings.await(30, TimeUnit.SECONDS));
      stream.output().write(7);
      assertEquals(7, stream.input().read());
    }
  }

  @Test
  void anUploadOverChannelsThatStandsStillIsKeptWhileTheApiServerAnswers() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    int size = 16 << 20;
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  preambles(peer);
                  go.await();
                  int got = 0;
                  while (got < size) {
                    byte[] message = peer.message();
                    got += Math.max(0, message.length - 1);
                  }
                  peer.raw(join(0, new byte[] {5}));
                });
        ApiTunnels tunnels =
            new ApiTunnels(
                server,
                Timing.DEFAULT.withPings(Duration.ofMillis(500), Duration.ofMillis(1500)),
                Dialect.CHANNELS);
        ByteStream stream = tunnels.open(PORT)) {
      Thread writer = Thread.ofVirtual().start(() -> write(stream, new byte[size]));
      Awaitility.await()
          .pollDelay(Duration.ofSeconds(3))
          .until(() -> writer.isAlive() && !stream.lost());
      go.countDown();
      assertEquals(5, stream.input().read());
      writer.join();
    }
  }

  private static boolean speaks(String head, Dialect dialect) {
    return head.contains(": " + dialect.protocol() + "\r\n");
  }

  /// The port's number on both channels, the second one in two pieces.
  private static void preambles(SpdyServer.Peer peer) throws IOException {
    peer.raw(new byte[] {0, 0x34, 0x12});
    peer.raw(new byte[] {1, 0x34});
    peer.raw(new byte[] {1, 0x12});
  }

  /// Echoes channel 0.
  private static void channels(SpdyServer.Peer peer) throws IOException {
    preambles(peer);
    while (true) {
      byte[] message = peer.message();
      if (message.length > 0 && message[0] == 0) {
        peer.raw(message);
      }
    }
  }

  private static byte[] join(int channel, byte[] content) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(channel);
    joined.writeBytes(content);
    return joined.toByteArray();
  }

  private static void write(ByteStream stream, byte[] bytes) {
    try {
      stream.output().write(Arrays.copyOf(bytes, bytes.length));
    } catch (IOException e) {
      stream.close();
    }
  }
}
