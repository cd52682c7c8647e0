package dev.mooring.desktop.forward;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.Jobs;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done with many forwards, over forwards that only count.
final class ForwardJobsTest {
  @TempDir Path home;

  private final Counting forwards = new Counting();
  private final Jobs jobs = new Jobs();
  private SettingsFile settings;

  @AfterEach
  void end() {
    jobs.close();
    settings.close();
  }

  private ForwardJobs over(List<SavedForward> kept) {
    settings =
        SettingsFile.startingWith(
            Settings.defaults().withForwards(kept.stream().map(SavedForward::write).toList()),
            home.resolve("settings.json"));
    return new ForwardJobs(new ContextForwards("lab", forwards, settings), jobs);
  }

  private static ForwardSpec spec(String name) {
    return ForwardSpec.of(name, new Target.Service("default", "hello", "80"), 0);
  }

  @Test
  void sixtyForwardsAreResumedAFewAtATimeSoThatTheWindowKeepsTheProcessor() {
    List<SavedForward> kept =
        IntStream.range(0, 60).mapToObj(i -> new SavedForward("lab", spec("f" + i), true)).toList();
    over(kept).restore();
    await().until(() -> forwards.starting.get() >= ForwardJobs.RESTORED_AT_ONCE);
    forwards.gate.countDown();
    await().until(() -> forwards.started().size() == 60);
    assertEquals(ForwardJobs.RESTORED_AT_ONCE, forwards.most.get());
  }

  @Test
  void startAllStartsWhatIsStoppedAndWhatFailed() {
    forwards.gate.countDown();
    Problem busy = new Problem(Code.GENERAL, "x", "the port is in use", new Remedy.Advice("y"));
    over(List.of())
        .startAll(
            List.of(
                ForwardStatus.idle(spec("active"), new State.Active()),
                ForwardStatus.idle(spec("waiting"), new State.Waiting("no ready pod")),
                ForwardStatus.idle(spec("failed"), new State.Failed(busy)),
                ForwardStatus.idle(spec("stopped"), new State.Stopped())));
    await().until(() -> forwards.started().size() == 2);
    assertEquals(Set.of("failed", "stopped"), forwards.started());
  }

  /// Counts how many start at the same time; each waits at the gate.
  private static final class Counting implements Forwards {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger starting = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<String> started = new ArrayList<>();

    synchronized Set<String> started() {
      return new TreeSet<>(started);
    }

    @Override
    public ForwardStatus start(ForwardSpec spec) throws InterruptedException {
      most.accumulateAndGet(starting.incrementAndGet(), Math::max);
      gate.await();
      starting.decrementAndGet();
      synchronized (this) {
        started.add(spec.name());
      }
      return ForwardStatus.idle(spec, new State.Active());
    }

    @Override
    public Observed<List<ForwardStatus>> all() {
      return new Observed<>(List.of());
    }

    @Override
    public List<ForwardEvent> events(String name) {
      return List.of();
    }

    @Override
    public List<HttpRequest> requests(String name) {
      return List.of();
    }

    @Override
    public Optional<String> certificate(String name) {
      return Optional.empty();
    }

    @Override
    public void stop(String name) {}

    @Override
    public void remove(String name) {}

    @Override
    public void close() {}
  }
}
