package dev.mooring.desktop.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which notices come when, by a clock that the test turns: it looks twice a second, as the tray
/// does.
final class LossNoticesTest {
  private static final State.Waiting NO_POD = new State.Waiting("no ready pod");
  private static final State.Waiting NO_SERVER =
      new State.Waiting("the API server isn't responding");

  private final LossNotices notices = new LossNotices();
  private final Map<String, ForwardStatus> forwards = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void oneThatIsLostIsToldOnceAndOnceWhenItIsBack() {
    put("api", new State.Active());
    pass(10);
    put("api", NO_POD);
    pass(30);
    put("api", new State.Active());
    pass(30);
    assertEquals(
        List.of(
            "api dropped: No ready pod. New connections wait.",
            "api recovered: Active on localhost:8080."),
        told);
  }

  @Test
  void aPodThatIsReplacedWithinTwoSecondsIsNoNews() {
    put("api", new State.Active());
    pass(1);
    put("api", NO_POD);
    pass(1.5);
    put("api", new State.Active());
    pass(60);
    assertEquals(List.of(), told);
  }

  @Test
  void whatTheUserStopsRemovesOrNeverHadIsNotLost() {
    put("stopped", new State.Active());
    put("removed", new State.Active());
    put("never", NO_POD);
    put(
        "busy",
        new State.Failed(
            new Problem(Code.GENERAL, "x", "the port is taken", new Remedy.Advice("y"))));
    pass(2);
    put("stopped", new State.Stopped());
    forwards.remove("removed");
    pass(60);
    assertEquals(List.of(), told);
  }

  @Test
  void aClusterThatGoesAwayIsOneNoticeAndOneWhenItIsBack() {
    List<String> all = List.of("api", "db", "web", "queue", "cart", "auth", "mail", "logs");
    all.forEach(each -> put(each, new State.Active()));
    pass(5);
    for (String each : all) {
      put(each, NO_SERVER);
      pass(0.1);
    }
    pass(30);
    all.forEach(each -> put(each, new State.Active()));
    pass(30);
    assertEquals(
        List.of(
            "8 forwards dropped: The API server isn't responding."
                + " api, auth, cart, db, logs, mail and 2 more",
            "8 forwards recovered: api, auth, cart, db, logs, mail and 2 more"),
        told);
  }

  @Test
  void severalWithReasonsOfTheirOwnAreLinesOfOneNotice() {
    put("api", new State.Active());
    put("db", new State.Active());
    pass(5);
    put("api", NO_POD);
    put("db", NO_SERVER);
    pass(10);
    assertEquals(
        List.of("2 forwards dropped: api: no ready pod\ndb: the API server isn't responding"),
        told);
  }

  @Test
  void oneThatComesAndGoesIsToldLostOnceAMinute() {
    for (int i = 0; i < 20; i++) {
      put("api", new State.Active());
      pass(6);
      put("api", NO_POD);
      pass(6);
    }
    long lost = told.stream().filter(each -> each.startsWith("api dropped")).count();
    assertEquals(true, lost >= 3 && lost <= 5, "four minutes: " + told);
    assertEquals(true, told.size() <= 2 * lost, told.toString());
  }

  @Test
  void thirtyThatFallOneAfterAnotherAreAFewNotices() {
    for (int i = 0; i < 30; i++) {
      put("service-" + i, new State.Active());
    }
    pass(5);
    for (int i = 0; i < 30; i++) {
      put("service-" + i, NO_POD);
      pass(0.5);
    }
    pass(30);
    assertEquals(true, told.size() <= 5, told.toString());
    int all =
        told.stream()
            .map(each -> each.startsWith("service") ? "1" : each.substring(0, each.indexOf(' ')))
            .mapToInt(Integer::parseInt)
            .sum();
    assertEquals(30, all, told.toString());
  }

  @Test
  void afterASleepOfTheMachineTwoSecondsAreStillTwoSeconds() {
    put("api", new State.Active());
    pass(5);
    now = now.plus(Duration.ofHours(8));
    put("api", NO_SERVER);
    pass(1.5);
    put("api", new State.Active());
    pass(30);
    assertEquals(List.of(), told);
  }

  private void put(String name, State state) {
    forwards.put(
        name,
        ForwardStatus.idle(
            ForwardSpec.of(name, new Target.Service("default", name, "80"), 8080), state));
  }

  private void pass(double seconds) {
    Instant end = now.plusMillis((long) (seconds * 1000));
    while (now.isBefore(end)) {
      notices.look(now, forwards).map(LossNoticesTest::words).ifPresent(told::add);
      now = now.plusMillis(Math.min(500, Duration.between(now, end).toMillis()));
    }
    notices.look(now, forwards).map(LossNoticesTest::words).ifPresent(told::add);
  }

  private static String words(Notice notice) {
    return notice.title() + ": " + notice.words();
  }
}
