package dev.mooring.debug.attach;

import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.inspect.KeptBreakpoints;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.session.Handovers;
import dev.mooring.debug.session.LocalEnd;
import dev.mooring.debug.session.StopWatch;
import dev.mooring.debug.source.Sources;
import dev.mooring.document.Document;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session from the moment Delve runs: watches the program, follows it when its container is made
/// anew, and ends. What is attached is changed by the watching thread alone.
///
/// It asks Delve at the pace of its [Patience], and the pod where Delve does not answer. A
/// program that stands so long that its liveness probe would restart it is let go on. Closing
/// gives the local port back, detaches Delve so that the program runs on, and ends the debug
/// container; a second close waits for the first.
public final class AttachedSession implements DebugSession {
  private static final Logger LOG = LoggerFactory.getLogger(AttachedSession.class);

  private final LocalEnd local;
  private final String title;
  private final Comeback comeback;
  private final Patience timing;
  private final Consumer<AttachedSession> ended;
  private final Observed<State> state = new Observed<>(new State(Phase.RUNNING, "running", null));
  private final Observed<Optional<String>> pressing = new Observed<>(Optional.empty());
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final Thread watch;
  private volatile Attached attached;
  private volatile boolean waiting;
  private StopWatch stops;

  /// What happened last, told while the program runs.
  private String news = "running";

  /// @param attached closed with this, as is the local end
  /// @param title what editors call it
  /// @param ended told when somebody closed it
  AttachedSession(
      Attached attached,
      LocalEnd local,
      String title,
      Comeback comeback,
      Patience timing,
      Consumer<AttachedSession> ended) {
    this.attached = attached;
    this.local = local;
    this.title = title;
    this.comeback = comeback;
    this.timing = timing;
    this.ended = ended;
    this.stops = attached.stops();
    watch = Thread.ofVirtual().name("debug-watch").start(this::watch);
  }

  @Override
  public Verdict verdict() {
    return attached.verdict();
  }

  @Override
  public String binary() {
    return attached.binary().words();
  }

  @Override
  public Optional<Duration> stopLimit() {
    return StopWatch.limit(attached.target(), true);
  }

  @Override
  public InetSocketAddress address() {
    return local.address();
  }

  @Override
  public List<Handover> handovers() {
    return Handovers.of(here());
  }

  @Override
  public Optional<Endpoint> endpoint() {
    return Optional.of(here());
  }

  private Endpoint here() {
    return new Endpoint(title, address(), sources().directory(), sources().mapping());
  }

  @Override
  public Sources sources() {
    return attached.sources();
  }

  @Override
  public Observed<State> state() {
    return state;
  }

  @Override
  public Observed<List<Problem>> refusals() {
    return local.refusals();
  }

  @Override
  public Observed<Optional<String>> pressing() {
    return pressing;
  }

  @Override
  public void resume() throws InterruptedException {
    delve().resume();
  }

  @Override
  public void clearAndResume() throws InterruptedException {
    delve().clearAndResume();
    local.breakpoints().clear();
  }

  private Delve delve() {
    if (waiting) {
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("was-not-asked", "Delve"),
              state.get().words(),
              new Remedy.Advice(Messages.of("try-again-once-it-is-attached")))
          .raise();
    }
    return attached.delve();
  }

  /// Runs on a thread of its own, so that an interrupted caller still detaches.
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      Thread.ofVirtual().name("debug-end").start(this::end);
    }
    boolean interrupted = false;
    while (true) {
      try {
        if (!done.await(60, TimeUnit.SECONDS)) {
          LOG.warn("session in {} did not end within a minute", verdict().pod());
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    ended.accept(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops signs of life without a word, as a crash would.
  public void abandon() {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      local.close();
      watch.interrupt();
      attached.close();
      finish(new State(Phase.ENDED, "abandoned", null));
      ended.accept(this);
    }
  }

  private void end() {
    local.close();
    Optional<Problem> left = Optional.empty();
    try {
      watch.interrupt();
      watch.join();
      left = waiting ? Optional.empty() : attached.end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      attached.close();
      finish(
          new State(
              Phase.ENDED,
              left.map(Problem::what).orElseGet(() -> Messages.of("ended-your-app-is-running")),
              left.orElse(null)));
    }
  }

  /// The session stays among the debugger's until somebody who read why closes it.
  private void endedByItself(Problem problem) throws InterruptedException {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      local.close();
      pressing.set(Optional.empty());
      state.set(new State(Phase.ENDED, problem.why(), problem));
      try {
        attached.dismiss();
      } finally {
        done.countDown();
      }
    }
  }

  private void finish(State last) {
    pressing.set(Optional.empty());
    state.set(last);
    done.countDown();
  }

  private void watch() {
    try {
      while (!ending.await(timing.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<Attached.Lost> lost = look();
        if (lost.isPresent()) {
          lost(lost.get());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Attached.Lost> look() throws InterruptedException {
    try {
      Document now = attached.look();
      if (now.at("exited").isTrue()) {
        return Optional.of(attached.programEnded(now));
      }
      // While Delve writes a snapshot, it lets the program go on when that is done.
      if (!now.at("CoreDumping").isTrue()) {
        State next = stops.look(now, local.hasEditors());
        news = next.phase() == Phase.RUNNING ? news : "running";
        publish(next.phase() == Phase.RUNNING ? new State(Phase.RUNNING, news, null) : next);
        pressing.set(stops.pressing());
        attached.stood(stops.stood());
        release(now);
      }
      return Optional.empty();
    } catch (MooringException e) {
      return attached.lost(e.problem());
    }
  }

  private void lost(Attached.Lost lost) throws InterruptedException {
    if (!lost.returns()) {
      endedByItself(lost.problem());
      return;
    }
    waiting = true;
    pressing.set(Optional.empty());
    String words = Messages.of("waiting-for-the-pod", lost.problem().why());
    publish(new State(Phase.WAITING, words, null));
    LOG.info("{}: {}", verdict().pod(), words);
    local.leadNowhere(words);
    attached.dismiss();
    try {
      Optional<Attached> next = comeback.await(attached.target(), lost.problem(), ending);
      if (next.isPresent()) {
        attached = next.get();
        stops = attached.stops();
        news = breakpointsSetAgain();
        if (sources().differ()) {
          news = Messages.of("and", news, sources().words());
        }
        local.leadTo(DebugProtocol.DELVE, attached.dialer());
        waiting = false;
        publish(new State(Phase.RUNNING, news, null));
      }
    } catch (MooringException e) {
      endedByItself(e.problem());
    }
  }

  private String breakpointsSetAgain() throws InterruptedException {
    KeptBreakpoints breakpoints = local.breakpoints();
    int count = breakpoints.count();
    if (count == 0) {
      return Messages.of("attached-again", verdict().pod());
    }
    try {
      List<String> failed = breakpoints.setAgain(attached.dialer());
      return failed.isEmpty()
          ? Messages.count("attached-again-with-breakpoints", count, verdict().pod())
          : Messages.of("attached-again-without", verdict().pod(), String.join(", ", failed));
    } catch (MooringException e) {
      LOG.info("The breakpoints were not set again: {}", e.problem());
      return Messages.of("attached-again-without", verdict().pod(), e.problem().why());
    }
  }

  /// The application pays neither for a logpoint whose owner has gone nor for a forgotten stop.
  private void release(Document now) throws InterruptedException {
    OptionalLong logpoint = stops.abandonedLogpoint(now);
    if (logpoint.isPresent()) {
      attached.delve().clearAndResume(logpoint.getAsLong());
      return;
    }
    OptionalLong overdue = stops.overdue();
    if (overdue.isPresent()) {
      attached.delve().resume();
      news = Messages.of("went-on-after", overdue.getAsLong());
      LOG.info("{}: {}", verdict().pod(), news);
      publish(new State(Phase.RUNNING, news, null));
    }
  }

  private void publish(State next) {
    state.update(last -> last.phase() == Phase.ENDED ? last : next);
  }
}
