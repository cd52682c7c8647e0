package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardEvent.Kind;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.forward.reach.Standing;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForwardLogTest {
  private static final Standing SILENT =
      new Standing(List.of(), "the API server isn't responding", false);

  /// A clock that stands still until it is moved.
  private static final class Hand extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }

    void move(Duration by) {
      now = now.plus(by);
    }
  }

  private final Hand clock = new Hand();
  private final ForwardLog log = new ForwardLog(clock);

  @Test
  void aLossAndTheReturnAreToldWithTheirReasonAndTime() {
    log.started("127.0.0.1:80");
    log.standing(new Standing(List.of(), "no ready pod behind svc/api", true));
    log.standing(ready("a"));
    log.standing(SILENT);
    clock.move(Duration.ofSeconds(7));
    log.standing(ready("a"));

    assertEquals(
        List.of(
            "STARTED listening on 127.0.0.1:80",
            "WAITING no ready pod behind svc/api",
            "SERVING ready: a",
            "LOST lost: the API server isn't responding",
            "BACK back after 7 s: a"),
        told());
  }

  @Test
  void aForwardThatIsStartedAnewHasLostNothing() {
    log.standing(ready("a"));
    log.stopped();
    log.standing(SILENT);
    log.standing(ready("a"));

    assertEquals(
        List.of(Kind.SERVING, Kind.STOPPED, Kind.WAITING, Kind.SERVING),
        log.events().stream().map(ForwardEvent::kind).toList());
  }

  @Test
  void anotherPodIsToldUnlessPodsTakeTurns() {
    Stream.of("a", "a", "b").forEach(each -> log.reached(each, false));
    Stream.of("a", "b").forEach(each -> log.reached(each, true));

    assertEquals(List.of("SWITCHED now forwards to b, previously to a"), told());
  }

  @Test
  void theSameAgainIsNotToldAgain() {
    Problem refused =
        new Problem(
            Code.GENERAL,
            "Can't connect",
            "nothing is listening on port 1",
            new Remedy.Advice("Start it"));
    Stream.generate(() -> refused).limit(1000).forEach(log::connectionFailed);

    assertEquals(1, log.events().size());
  }

  @Test
  void flappingIsBoundedAndTheNewestIsAlwaysTold() {
    log.standing(ready("a"));
    for (int i = 0; i < 1000; i++) {
      log.standing(SILENT);
      log.standing(ready("a"));
      clock.move(Duration.ofMillis(30));
      assertEquals(Kind.BACK, log.events().getLast().kind());
    }

    assertTrue(log.events().size() < 30, () -> log.events().size() + " events");
    clock.move(Duration.ofMinutes(1));
    log.standing(SILENT);
    String newest = log.events().getLast().words();
    assertTrue(newest.startsWith("lost: the API server isn't responding ("), newest);
    assertTrue(newest.endsWith(" earlier events omitted)"), newest);
    log.standing(ready("b"));
    assertEquals("back after less than a second: b", log.events().getLast().words());
  }

  private List<String> told() {
    return log.events().stream().map(each -> each.kind() + " " + each.words()).toList();
  }

  private static Standing ready(String pod) {
    return new Standing(List.of(new ReadyPod(new PodPort("n", pod, 1), pod, "default")), "", true);
  }
}
