package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.connection.Wire;
import dev.mooring.tunnel.flow.Timing;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenStreamsTest {
  private static final Duration SHORT = Duration.ofMillis(1);

  private final OpenStreams streams = new OpenStreams();
  private final SpdyTunnel tunnel =
      new SpdyTunnel(
          (Wire)
              Proxy.newProxyInstance(
                  Wire.class.getClassLoader(), new Class<?>[] {Wire.class}, (_, _, _) -> null),
          "shop/api-0",
          Timing.DEFAULT,
          () -> true,
          new SpdyFuzz.Alone());

  private SpdyStream stream(OpenStreams into) {
    SpdyStream stream =
        new SpdyStream(tunnel, new PodPort("shop", "api-0", 80), into.nextPair() + 2, 1024);
    into.add(stream);
    return stream;
  }

  private static long later() {
    return System.nanoTime() + Duration.ofHours(1).toNanos();
  }

  @Test
  void aStreamIsFoundByBothOfItsIdsUntilItIsRemovedOnce() {
    SpdyStream first = stream(streams);
    SpdyStream second = stream(streams);
    assertEquals(first, streams.find(first.dataId()));
    assertEquals(first, streams.find(first.errorId()));
    assertEquals(second, streams.find(first.dataId() + 4));

    assertTrue(streams.remove(first));
    assertFalse(streams.remove(first));
    assertNull(streams.find(first.errorId()));
    assertFalse(streams.isEmpty());
  }

  @Test
  void promisedPlacesCountAsLoadAndThoseWhoseApplicationLeftDoNot() {
    assertTrue(streams.reserve());
    SpdyStream stream = stream(streams);
    assertEquals(2, streams.load());
    streams.unreserve();
    assertEquals(1, streams.load());
    stream.leaving();
    assertEquals(0, streams.load());
  }

  @Test
  void noneIsTakenOnceItIsRetiredOrHasFailed() {
    streams.retire();
    assertFalse(streams.reserve());
    assertFalse(streams.usable());

    OpenStreams failed = new OpenStreams();
    IOException why = new IOException("cut");
    assertTrue(failed.fail(why));
    assertFalse(failed.fail(new IOException("another")));
    assertEquals(why, failed.failure());
    assertFalse(failed.reserve());
  }

  @Test
  void noIdIsUsedTwiceHoweverManyThereWere() {
    OpenStreams last = new OpenStreams(Integer.MAX_VALUE - 6);
    assertTrue(last.reserve());
    stream(last);
    last.unreserve();
    assertFalse(last.reserve());
    assertTrue(last.usable());
  }

  @Test
  void aPromiseKeepsItFromEndingAndSoDoesAStream() {
    assertTrue(streams.reserve());
    assertFalse(streams.retireIdle(later(), SHORT));
    SpdyStream stream = stream(streams);
    streams.unreserve();
    assertFalse(streams.retireIdle(later(), SHORT));
    streams.remove(stream);
    assertFalse(streams.retireIdle(System.nanoTime(), Duration.ofHours(1)));
    assertFalse(streams.over());
    assertTrue(streams.retireIdle(later(), SHORT));
    assertTrue(streams.over());
    assertFalse(streams.reserve());
  }

  @Test
  void aRetiredOneEndsWithItsLastStreamWithoutWaiting() {
    SpdyStream stream = stream(streams);
    streams.retire();
    assertFalse(streams.over());
    streams.remove(stream);
    assertTrue(streams.over());
    assertTrue(streams.retireIdle(System.nanoTime(), Duration.ofHours(1)));
  }
}
