package dev.mooring.tunnel.liveness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.tunnel.liveness.Heartbeat.Look;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final Heartbeat heartbeat = new Heartbeat(0);
  private long received;

  @Test
  void silenceIsNewsOnceAndWithinASecond() {
    assertEquals(Look.NOTHING, look(100, true, false));
    assertEquals(Look.ASK, look(250, true, false));
    received = 300;
    assertEquals(Look.NOTHING, look(400, true, false));
    assertEquals(Look.ASK, look(550, true, false));
    assertEquals(Look.NOTHING, look(1000, true, false));
    assertEquals(Look.SILENT, look(1050, true, false));
    assertEquals(Look.NOTHING, look(9000, true, false));
    received = 9100;
    assertEquals(Look.HEARD, look(9150, true, false));
    assertEquals(Look.ASK, look(9300, true, false));
  }

  @Test
  void nobodyIsAskedWhileNobodyHasAStream() {
    assertEquals(Look.NOTHING, look(5000, false, false));
    assertEquals(Look.ASK, look(5100, true, false));
    assertEquals(Look.NOTHING, look(9000, false, false));
  }

  @Test
  void anUploadThatStandsStillIsLookedIntoNowAndThen() {
    assertEquals(Look.ASK, look(250, true, true));
    assertEquals(Look.STALLED, look(900, true, true));
    assertEquals(Look.NOTHING, look(5000, true, true));
    assertEquals(Look.STALLED, look(10_900, true, true));
  }

  @Test
  void itAsksAQuarterOfASecondApartAndWaitsHalfASecondToTheMillisecond() {
    assertEquals(Look.NOTHING, look(249, true, false));
    assertEquals(Look.ASK, look(250, true, false));
    assertEquals(Look.NOTHING, look(749, true, false));
    assertEquals(Look.SILENT, look(750, true, false));
    assertEquals(Look.NOTHING, look(900, true, true), "what is known already excuses nothing");
    received = 249;
    assertEquals(Look.NOTHING, look(1000, true, false), "it came before the question");
    received = 250;
    assertEquals(Look.HEARD, look(1001, true, false));
  }

  @Test
  void whoWasSilentWhenTheLastStreamLeftIsHeardOnceOneIsThereAgain() {
    assertEquals(Look.ASK, look(250, true, false));
    assertEquals(Look.SILENT, look(750, true, false));
    assertEquals(Look.NOTHING, look(800, false, false));
    received = 900;
    assertEquals(Look.ASK, look(1000, true, false));
    received = 1100;
    assertEquals(Look.HEARD, look(1150, true, false));
    assertEquals(Look.ASK, look(1250, true, false));
  }

  @Test
  void anUploadIsLookedIntoTenSecondsApartAndIsSilentOnceItHasPassed() {
    assertEquals(Look.ASK, look(250, true, true));
    assertEquals(Look.NOTHING, look(749, true, true));
    assertEquals(Look.STALLED, look(750, true, true));
    assertEquals(Look.NOTHING, look(10_749, true, true));
    assertEquals(Look.STALLED, look(10_750, true, true));
    assertEquals(Look.SILENT, look(10_760, true, false));
  }

  private Look look(long millis, boolean used, boolean excused) {
    return heartbeat.look(
        TimeUnit.MILLISECONDS.toNanos(millis),
        TimeUnit.MILLISECONDS.toNanos(received),
        used,
        excused);
  }
}
