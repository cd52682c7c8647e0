package dev.mooring.desktop.debugger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.debug.inspect.Stop;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The states come from a list, the last of them again and again.
final class FollowingTest {
  private static final Stop RUNS = stop(Stop.State.RUNNING, 0, 0, false);
  private static final Stop AT_BREAKPOINT = stop(Stop.State.STOPPED, 41, 1, false);
  private static final Stop HALTED = stop(Stop.State.STOPPED, 7, 0, false);
  private static final Stop AT_LOGPOINT = stop(Stop.State.STOPPED, 43, 2, true);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  private static Stop stop(Stop.State state, long line, long breakpoint, boolean logpoint) {
    return new Stop(state, "", "", line, 0, breakpoint, logpoint, "");
  }

  private Following follow(List<Stop> states) {
    AtomicInteger next = new AtomicInteger();
    return new Following(
        () -> states.get(Math.min(next.getAndIncrement(), states.size() - 1)),
        new Following.Told() {
          @Override
          public void saw(Stop now) {
            told.add(now.state() + " " + now.line());
          }

          @Override
          public void held() {
            told.add("HELD");
          }

          @Override
          public void silent(Problem why) {
            told.add(why.why());
          }
        });
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void aStopAtABreakpointIsToldAtOnceAndOnce() throws Exception {
    try (Following following = follow(List.of(RUNS, AT_BREAKPOINT, AT_BREAKPOINT, RUNS))) {
      assertEquals("RUNNING 0", next());
      assertEquals("STOPPED 41", next());
      assertEquals("RUNNING 0", next());
    }
  }

  @Test
  void aStopThatIsOverAMomentLaterWasAQuestionOfSomebodyElse() throws Exception {
    try (Following following = follow(List.of(RUNS, HALTED, RUNS, AT_BREAKPOINT))) {
      assertEquals("RUNNING 0", next());
      assertEquals("STOPPED 41", next());
    }
  }

  @Test
  void aStopThatStaysIsTold() throws Exception {
    try (Following following = follow(List.of(RUNS, HALTED))) {
      assertEquals("RUNNING 0", next());
      assertEquals("STOPPED 7", next());
    }
  }

  @Test
  void aLogpointIsNoStopUnlessTheProgramIsHeldThere() throws Exception {
    try (Following following = follow(List.of(RUNS, AT_LOGPOINT, RUNS, AT_LOGPOINT))) {
      assertEquals("RUNNING 0", next());
      assertEquals("HELD", next());
    }
  }

  @Test
  void whatSomebodyElseToldIsNotToldAgainAndTheSameStopAfterGoingOnIs() throws Exception {
    try (Following following = follow(List.of(AT_BREAKPOINT))) {
      assertEquals("STOPPED 41", next());
      following.knows(AT_BREAKPOINT);
      following.anew();
      assertEquals("STOPPED 41", next());
    }
  }

  @Test
  void silenceIsToldAndAskedOn() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (Following following =
        new Following(
            () -> {
              if (asked.getAndIncrement() == 0) {
                throw new Problem(
                        Code.DELVE_FAILED, "Delve", "no response", new Remedy.Advice("Wait"))
                    .raise();
              }
              return RUNS;
            },
            new Following.Told() {
              @Override
              public void saw(Stop now) {
                told.add(now.state().toString());
              }

              @Override
              public void held() {}

              @Override
              public void silent(Problem why) {
                told.add(why.why());
              }
            })) {
      assertEquals("no response", next());
      assertEquals("RUNNING", next());
    }
  }
}
