package dev.mooring.tunnel.spdy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.liveness.Probe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a tunnel's silence means, with pings every 20 ms that have 60 to be answered.
@Timeout(60)
final class TunnelPulseTest {
  private static final Timing OFTEN =
      Timing.DEFAULT.withPings(Duration.ofMillis(20), Duration.ofMillis(60));

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Integer> pings = new CopyOnWriteArrayList<>();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private volatile boolean carries;
  private volatile boolean watches;
  private volatile boolean ends;
  private volatile boolean stands = true;
  private volatile IntConsumer onPing = id -> {};
  private volatile Runnable onAnswers = () -> {};
  private volatile Runnable onSilent = over::countDown;

  private final TunnelPulse pulse = pulse(OFTEN);

  private TunnelPulse pulse(Timing timing) {
    return new TunnelPulse(new Far(), timing, new Way());
  }

  private TunnelPulse seldom() {
    return pulse(Timing.DEFAULT.withPings(Duration.ofHours(1), Duration.ofHours(1)));
  }

  @Test
  void aTunnelThatAnswersNoPingIsDeadAndWasAskedOnce() {
    IOException why = assertThrows(IOException.class, () -> pulse.run(over));
    assertEquals("the tunnel answered no ping for 0.06 s", why.getMessage());
    assertEquals(List.of(1), pings);
    assertEquals(List.of(), told);
  }

  @Test
  void anAnsweredPingIsFollowedByTheNext() throws Exception {
    onPing =
        id -> {
          pulse.received(System.nanoTime());
          pulse.answered(id);
          if (id >= 7) {
            over.countDown();
          }
        };
    pulse.run(over);
    assertEquals(List.of(1, 3, 5, 7), pings);
  }

  @Test
  void whoseReaderStandsStillIsAskedOnAndNotCalledDead() throws Exception {
    pulse.readerWaits(true);
    assertTrue(pulse.readerWaits());
    onPing =
        id -> {
          if (id >= 9) {
            over.countDown();
          }
        };
    pulse.run(over);
    assertEquals(List.of(1, 3, 5, 7, 9), pings);
  }

  @Test
  void anUploadThatHoldsUpPingsLivesWhileTheApiServerAnswers() throws Exception {
    carries = true;
    pulse.sent(1);
    onAnswers =
        () -> {
          if (told.size() == 3) {
            over.countDown();
          }
        };
    pulse.run(over);
    assertEquals(List.of("asked", "asked", "asked"), told);
    assertEquals(List.of(1), pings);
  }

  @Test
  void anUploadWhoseWayIsGoneIsDead() {
    carries = true;
    pulse.sent(1);
    stands = false;
    assertThrows(IOException.class, () -> pulse.run(over));
    assertEquals(List.of("asked"), told);
  }

  @Test
  void bytesThatAnAnsweredPingProvedToHavePassedExcuseNoSilence() {
    carries = true;
    pulse.sent(1000);
    onPing =
        id -> {
          if (id == 1) {
            pulse.received(System.nanoTime());
            pulse.answered(id);
          }
        };
    assertThrows(IOException.class, () -> pulse.run(over));
    assertEquals(List.of(), told);
    assertEquals(List.of(1, 3), pings);
  }

  @Test
  void oneThatEndsIdleIsNotAsked() throws Exception {
    ends = true;
    pulse.run(over);
    assertEquals(List.of(), pings);
  }

  @Test
  void theOneThatWatchesTellsOfSilenceAndOfItsEnd() throws Exception {
    TunnelPulse seldom = seldom();
    watches = true;
    carries = true;
    onSilent = () -> seldom.received(System.nanoTime());
    seldom.run(over);
    assertEquals(List.of("the tunnel to its node is no longer passing data", "heard"), told);
    assertEquals(List.of(1), pings);
  }

  @Test
  void anUploadExcusesSilenceAndIsLookedInto() throws Exception {
    TunnelPulse seldom = seldom();
    watches = true;
    carries = true;
    seldom.sent(256 * 1024);
    seldom.sent(1);
    seldom.run(over);
    assertEquals(List.of("stalled"), told);
  }

  @Test
  void anUploadThatFitsTheBuffersExcusesNothing() throws Exception {
    TunnelPulse seldom = seldom();
    watches = true;
    carries = true;
    seldom.sent(256 * 1024);
    seldom.run(over);
    assertEquals(1, told.size());
    assertFalse(told.contains("stalled"));
  }

  @Test
  void silenceIsCountedFromTheQuestionAndAReaderThatWaitsExplainsIt() {
    long start = System.nanoTime();
    assertTrue(pulse.silentSince(start));
    pulse.readerWaits(true);
    assertFalse(pulse.silentSince(start));
    pulse.readerWaits(false);
    pulse.received(start);
    assertFalse(pulse.silentSince(start));
    assertTrue(pulse.silentSince(start + 1));
  }

  private final class Far implements TunnelPulse.Tunnel {
    @Override
    public boolean carriesStreams() {
      return carries;
    }

    @Override
    public boolean watchesTheWay() {
      return watches;
    }

    @Override
    public boolean endsIdle(long now) {
      if (ends) {
        over.countDown();
      }
      return ends;
    }

    @Override
    public void ping(int id) {
      pings.add(id);
      onPing.accept(id);
    }
  }

  private final class Way implements Probe {
    @Override
    public boolean answers() {
      told.add("asked");
      onAnswers.run();
      return stands;
    }

    @Override
    public void silent(String why) {
      told.add(why);
      onSilent.run();
    }

    @Override
    public void stalled() {
      told.add("stalled");
      over.countDown();
    }

    @Override
    public void heard() {
      told.add("heard");
      over.countDown();
    }
  }
}
