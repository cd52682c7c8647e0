package dev.mooring.debug.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class StopWatchTest {
  private static final String HTTP = "{httpGet: {port: 8080}, periodSeconds: 10}";
  private long now = TimeUnit.SECONDS.toNanos(1);

  @Test
  void aStopIsOverdueAfterFourFifthsOfWhatTheLivenessProbeAllows() {
    StopWatch watch = watch(HTTP);
    assertTrue(watch.look(stopped(false, 1)).words().contains("in 16 s"));
    assertEquals(OptionalLong.empty(), watch.overdue());
    pass(15);
    assertEquals(OptionalLong.empty(), watch.overdue());
    pass(1);
    assertEquals(OptionalLong.of(16), watch.overdue());
    watch.look(json("{\"Running\": true}"));
    assertEquals(OptionalLong.empty(), watch.overdue());
  }

  @Test
  void aProgramWithoutALivenessProbeOrWithOneThatTheKernelAnswersMayStandForEver() {
    for (String probe : new String[] {"", "{tcpSocket: {port: 8080}, periodSeconds: 1}"}) {
      StopWatch watch = watch(probe);
      watch.look(stopped(false, 1));
      pass(10_000);
      assertEquals(OptionalLong.empty(), watch.overdue());
    }
  }

  @Test
  void aLogpointIsAbandonedWhereTheProgramStandsAtOneHitOfIt() {
    StopWatch watch = watch(HTTP);
    assertEquals(OptionalLong.empty(), watch.abandonedLogpoint(stopped(true, 5)));
    assertEquals(OptionalLong.of(7), watch.abandonedLogpoint(stopped(true, 5)));
  }

  @Test
  void aLogpointThatIsHitAgainAndAgainIsNotAbandoned() {
    StopWatch watch = watch(HTTP);
    for (int hits = 1; hits < 5; hits++) {
      assertEquals(OptionalLong.empty(), watch.abandonedLogpoint(stopped(true, hits)));
    }
    watch.abandonedLogpoint(json("{\"Running\": true}"));
    assertEquals(OptionalLong.empty(), watch.abandonedLogpoint(stopped(true, 4)));
  }

  @Test
  void aBreakpointIsNoLogpoint() {
    StopWatch watch = watch(HTTP);
    watch.abandonedLogpoint(stopped(false, 1));
    assertEquals(OptionalLong.empty(), watch.abandonedLogpoint(stopped(false, 1)));
  }

  private void pass(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  @Test
  void aSessionThatOnlyForwardsPromisesNoEndOfAStop() {
    StopWatch watch = watch(HTTP, false);
    String words = watch.look(stopped(false, 1)).words();
    assertTrue(words.contains("restarts the container in about 21 s"), words);
  }

  @Test
  void aStopThatTookThreeFifthsOfItsTimeIsPressingWithTheSameWordsToItsEnd() {
    StopWatch watch = watch(HTTP);
    watch.look(stopped(false, 1));
    pass(11);
    assertEquals(Optional.empty(), watch.pressing());
    pass(1);
    String words = watch.pressing().orElseThrow();
    assertTrue(words.contains("continues in 4 s"), words);
    pass(2);
    assertEquals(Optional.of(words), watch.pressing());
    watch.look(json("{\"Running\": true}"));
    assertEquals(Optional.empty(), watch.pressing());
  }

  @Test
  void whatCallersSeeAndWhenThePodLeavesItsServicesIsTold() {
    StopWatch watch =
        new StopWatch(
            new TargetContainer(
                new KubeObject(
                    Documents.yaml(
                            "{spec: {containers: [{name: app, readinessProbe: {httpGet: {}, periodSeconds: 5}}]}}",
                            "the test")
                        .getFirst()),
                "app"),
            new Callers(List.of("callers get 504 after 5 s")),
            true,
            () -> now);
    assertEquals(
        "stopped at a breakpoint; callers get 504 after 5 s; leaves its Services in about 11 s",
        watch.look(stopped(false, 1)).words());
    pass(11);
    assertTrue(watch.look(stopped(false, 1)).words().endsWith("; out of its Services"));
  }

  private StopWatch watch(String probe) {
    return watch(probe, true);
  }

  private StopWatch watch(String probe, boolean releases) {
    String pod =
        "{spec: {containers: [{name: app%s}]}}"
            .formatted(probe.isEmpty() ? "" : ", livenessProbe: " + probe);
    return new StopWatch(
        new TargetContainer(new KubeObject(Documents.yaml(pod, "the test").getFirst()), "app"),
        Callers.NONE,
        releases,
        () -> now);
  }

  private static Document stopped(boolean logpoint, int hits) {
    return json(
        "{\"Running\": false, \"currentThread\": {\"breakPoint\": {\"id\": 7, \"continue\": %s, \"totalHitCount\": %d}}}"
            .formatted(logpoint, hits));
  }

  private static Document json(String text) {
    return Documents.json(text.getBytes(StandardCharsets.UTF_8), "the test");
  }
}
