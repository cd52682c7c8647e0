package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.channel.AttachChannels;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The connections to one API server, by pod.
@Timeout(60)
final class PodConnectionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final PodPort PORT = new PodPort("shop", "api-0", 0x1234);
  private static final String OLD = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  private static final String NO_POD =
      "HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\npod does not exist";

  private static PodConnections to(SpdyServer server, Dialect first) {
    return new PodConnections(server, Timing.DEFAULT, first, new Reachability(server));
  }

  @Test
  void streamsToOnePodShareWhatIsThereAndEachPodHasItsOwn() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        PodConnections connections = to(server, Dialect.TUNNEL)) {
      assertEquals(0, connections.count());
      connections.dial(PORT).close();
      try (ByteStream again = connections.dial(new PodPort("shop", "api-0", 81))) {
        again.output().write(7);
        assertEquals(7, again.input().read());
      }
      assertEquals(1, connections.count());
      connections.dial(new PodPort("shop", "api-1", 80)).close();
      connections.dial(new PodPort("test", "api-0", 80)).close();
      assertEquals(3, connections.count());
      assertEquals(
          List.of("shop/pods/api-0", "shop/pods/api-1", "test/pods/api-0"),
          server.heads().stream()
              .map(head -> head.replaceAll("(?s).*namespaces/(.*)/portforward .*", "$1"))
              .toList());
    }
  }

  @Test
  void closingCutsWhatIsOpenAndTakesNothingMore() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo)) {
      PodConnections connections = to(server, Dialect.TUNNEL);
      ByteStream open = connections.dial(PORT);
      connections.close();
      assertThrows(IOException.class, () -> open.input().read());
      assertTrue(open.lost());
      assertEquals(0, connections.count());
      for (PodPort port : List.of(PORT, new PodPort("shop", "api-1", 80))) {
        IOException why = assertThrows(IOException.class, () -> connections.dial(port));
        assertEquals("Mooring closed the connection", why.getMessage());
      }
      assertEquals(1, server.upgrades());
      Awaitility.await().atMost(LIMIT).until(() -> server.open() == 0);
    }
  }

  @Test
  void closingEndsProcessesToo() throws Exception {
    try (SpdyServer server = SpdyServer.serving(peer -> peer.next())) {
      PodConnections connections = to(server, Dialect.TUNNEL);
      ByteStream process =
          connections.process("shop", "api-0", "/x?y", new AttachChannels("shop/api-0", "app"));
      assertTrue(server.heads().getFirst().startsWith("GET /x?y "), server.heads()::toString);
      assertEquals(0, connections.count(), "it is none to a port");
      connections.close();
      assertThrows(IOException.class, () -> process.input().read());
      Awaitility.await().atMost(LIMIT).until(() -> server.open() == 0);
      assertThrows(
          IOException.class,
          () ->
              connections.process("shop", "api-0", "/x", new AttachChannels("shop/api-0", "app")));
      assertEquals(1, server.upgrades());
    }
  }

  @Test
  void anAnswerToAHandshakeProvesTheWayAndLeavesNothing() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        PodConnections connections = to(server, Dialect.TUNNEL)) {
      connections.shakeHands("shop", "api-0", LIMIT);
      assertEquals(1, server.upgrades());
      assertEquals(0, connections.count());
      Awaitility.await().atMost(LIMIT).until(() -> server.open() == 0);
    }
    try (SpdyServer server = SpdyServer.answering(OLD);
        PodConnections connections = to(server, Dialect.TUNNEL)) {
      connections.shakeHands("shop", "api-0", LIMIT);
      assertEquals(2, server.upgrades(), "no form is taken, but somebody answers");
    }
    try (SpdyServer server = SpdyServer.answering(NO_POD);
        PodConnections connections = to(server, Dialect.TUNNEL)) {
      assertThrows(RefusedException.class, () -> connections.shakeHands("shop", "api-0", LIMIT));
    }
  }

  @Test
  void whereItIsKnownThatThereIsNoTunnelNoneIsAskedFor() throws Exception {
    try (SpdyServer server = SpdyServer.answering(OLD);
        PodConnections connections = to(server, Dialect.CHANNELS)) {
      assertThrows(RefusedException.class, () -> connections.dial(PORT));
      assertEquals(1, server.upgrades());
      assertTrue(server.heads().getFirst().contains("/portforward?ports=4660 "));
      assertEquals(Dialect.CHANNELS, connections.dialect());
      assertFalse(server.heads().getFirst().contains("SPDY"));
    }
  }
}
