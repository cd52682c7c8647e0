package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BriefStreamsTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final BriefStreams brief = new BriefStreams();

  @Test
  void manyAMomentAreSeenAndForgottenAgain() {
    long now = -5;
    assertFalse(brief.many(now));
    for (int i = 0; i < 31; i++) {
      brief.closed(now + i * MILLI, MILLI, 100);
    }
    assertFalse(brief.many(now + 31 * MILLI));
    brief.closed(now + 31 * MILLI, MILLI, 100);
    assertTrue(brief.many(now + 32 * MILLI));
    assertTrue(brief.many(now + 1030 * MILLI));
    assertFalse(brief.many(now + 1032 * MILLI));
  }

  @Test
  void aFewASecondAreNot() {
    for (int i = 0; i < 200; i++) {
      long now = i * 20L * MILLI;
      brief.closed(now, MILLI, 100);
      assertFalse(brief.many(now));
    }
  }

  @Test
  void thoseThatStayOrMoveALotDoNotCount() {
    for (int i = 0; i < 200; i++) {
      brief.closed(i, 1001 * MILLI, 100);
      brief.closed(i, MILLI, 64 * 1024 + 1);
    }
    assertFalse(brief.many(200));
  }

  @Test
  void thoseWhoComeForAMomentShareConnections() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      for (int i = 0; i < 64; i++) {
        echoed(tunnels.open(PORT)).close();
      }
      List<ByteStream> together = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        together.add(echoed(tunnels.open(PORT)));
      }
      assertEquals(1, server.upgrades());
      together.forEach(ByteStream::close);
    }
  }

  @Test
  void thoseWhoStayGetConnectionsOfTheirOwn() throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      List<ByteStream> staying = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        staying.add(echoed(tunnels.open(PORT)));
      }
      assertEquals(10, server.upgrades());
      staying.forEach(ByteStream::close);
    }
  }

  private static ByteStream echoed(ByteStream stream) throws Exception {
    stream.output().write(7);
    assertEquals(7, stream.input().read());
    return stream;
  }
}
