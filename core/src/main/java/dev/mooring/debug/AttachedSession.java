package dev.mooring.debug;

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

/// A session from the moment Delve runs: gives signs of life to the pod's side, watches the
/// program, and ends both sides.
final class AttachedSession implements DebugSession {
  private static final Logger LOG = LoggerFactory.getLogger(AttachedSession.class);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(3);

  private final Parts parts;
  private final Timing timing;
  private final Consumer<AttachedSession> ended;
  private final Observed<State> state = new Observed<>(new State(Phase.RUNNING, "running", null));
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private final StopWatch stops;

  /// What a session is made of; it closes all of them.
  record Parts(
      Verdict verdict,
      TargetContainer target,
      GoBinary binary,
      DebugContainer container,
      Supervisor supervisor,
      Delve delve,
      LocalEnd local,
      List<Handover> handovers) {}

  AttachedSession(Parts parts, Timing timing, Consumer<AttachedSession> ended) {
    this.parts = parts;
    this.timing = timing;
    this.ended = ended;
    this.stops = new StopWatch(parts.target(), true);
    Thread.ofVirtual().name("debug-heartbeat").start(this::beat);
    Thread.ofVirtual().name("debug-watch").start(this::watch);
  }

  @Override
  public Verdict verdict() {
    return parts.verdict();
  }

  @Override
  public String binary() {
    return parts.binary().words();
  }

  @Override
  public InetSocketAddress address() {
    return parts.local().address();
  }

  @Override
  public List<Handover> handovers() {
    return parts.handovers();
  }

  @Override
  public Observed<State> state() {
    return state;
  }

  @Override
  public Observed<List<Problem>> refusals() {
    return parts.local().refusals();
  }

  @Override
  public void resume() throws InterruptedException {
    parts.delve().resume();
  }

  @Override
  public void clearAndResume() throws InterruptedException {
    parts.delve().clearAndResume();
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
          LOG.warn("session in {} did not end within a minute", parts.verdict().pod());
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
  void abandon() {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      release();
      finish(new State(Phase.ENDED, "abandoned", null));
      ended.accept(this);
    }
  }

  private void end() {
    Problem left = null;
    try {
      parts.local().close();
      try {
        parts.delve().detach();
      } catch (MooringException e) {
        LOG.debug("Delve is detached by signal instead: {}", e.problem());
      }
      try {
        parts.supervisor().ask("quit", END_LIMIT);
      } catch (MooringException e) {
        LOG.debug("no answer to quit: {}", e.problem());
      }
      if (!parts.container().awaitEnded(END_LIMIT)) {
        left =
            new Problem(
                Code.DEBUG_CONTAINER_FAILED,
                Messages.of("the-debug-container-in-pod-is", parts.verdict().pod()),
                Messages.of("it-did-not-end-within-s", END_LIMIT.toSeconds()),
                new Remedy.Wait(
                    Messages.of("it-ends-by-itself-within-s", timing.silence().toSeconds()),
                    timing.silence()));
      }
    } catch (MooringException e) {
      left = e.problem();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release();
      finish(
          new State(
              Phase.ENDED,
              left == null ? Messages.of("ended-your-app-is-running") : left.what(),
              left));
    }
  }

  /// The session stays among the debugger's until somebody who read why closes it.
  private void endedByItself(Problem problem) throws InterruptedException {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      parts.local().close();
      state.set(new State(Phase.ENDED, problem.why(), problem));
      try {
        // What waits for words of ours would keep the next session out.
        parts.supervisor().ask("quit", QUIT_LIMIT);
      } catch (MooringException e) {
        LOG.debug("the debug container ends by itself: {}", e.problem());
      } finally {
        release();
        done.countDown();
      }
    }
  }

  private void finish(State last) {
    state.set(last);
    done.countDown();
  }

  private void release() {
    parts.local().close();
    parts.delve().close();
    parts.supervisor().close();
  }

  private void beat() {
    try {
      while (!ending.await(timing.beat().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          parts.supervisor().ask("ping", timing.beat());
        } catch (MooringException e) {
          LOG.debug("the debug container was not heard: {}", e.problem());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    long lastHeard = System.nanoTime();
    try {
      while (!ending.await(timing.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look(parts.delve().state());
          lastHeard = System.nanoTime();
        } catch (MooringException e) {
          Optional<Problem> reason = whyLost(e.problem(), System.nanoTime() - lastHeard);
          if (reason.isPresent()) {
            endedByItself(reason.get());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Document now) throws InterruptedException {
    if (ending.getCount() == 0) {
      return;
    }
    if (now.at("exited").isTrue()) {
      endedByItself(
          over(
              Code.DEBUG_SESSION_ENDED,
              Messages.of("the-program-ended-exit-status", now.at("exitStatus").textOrEmpty())));
    } else {
      publish(stops.look(now));
      release(now);
    }
  }

  /// The application pays neither for a logpoint whose owner has gone nor for a forgotten stop.
  private void release(Document now) throws InterruptedException {
    OptionalLong logpoint = stops.abandonedLogpoint(now);
    if (logpoint.isPresent()) {
      parts.delve().clearAndResume(logpoint.getAsLong());
      return;
    }
    OptionalLong overdue = stops.overdue();
    if (overdue.isPresent()) {
      parts.delve().resume();
      String words = Messages.of("went-on-after", overdue.getAsLong());
      LOG.info("{}: {}", parts.verdict().pod(), words);
      publish(new State(Phase.RUNNING, words, null));
    }
  }

  private void publish(State next) {
    state.update(last -> last.phase() == Phase.ENDED ? last : next);
  }

  /// Whether a failed look at Delve means the end, and which.
  private Optional<Problem> whyLost(Problem seen, long silentFor) throws InterruptedException {
    boolean silent = silentFor > timing.silence().toNanos();
    Optional<PodTrouble> trouble = Optional.empty();
    try {
      trouble = parts.container().trouble();
      if (trouble.isEmpty() && silent) {
        trouble = parts.container().nodeTrouble();
      }
      if (trouble.isEmpty()) {
        for (String line : parts.supervisor().ask("ping", timing.beat())) {
          if (line.startsWith("delve exited") || line.equals("delve none")) {
            return Optional.of(over(Code.DEBUG_SESSION_ENDED, Messages.of("delve-exited", line)));
          }
        }
      }
    } catch (MooringException e) {
      LOG.debug("neither pod nor debug container answers: {}", e.problem());
    }
    return trouble
        .map(each -> over(each.code(), each.why()))
        .or(
            () ->
                silent
                    ? Optional.of(
                        over(
                            Code.DEBUG_SESSION_ENDED,
                            Messages.of("the-cluster-was-not-reachable-for", seen.why())))
                    : Optional.empty());
  }

  private Problem over(Code code, String why) {
    return new Problem(
        code,
        Messages.of("debugging-ended", parts.verdict().pod()),
        why,
        new Remedy.Advice(Messages.of("attach-again-when-the-pod-is")),
        parts.supervisor().said());
  }
}
