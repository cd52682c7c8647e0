package dev.mooring.debug;

import dev.mooring.document.Document;
import dev.mooring.forward.LoopbackListener;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  private final Parts parts;
  private final Timing timing;
  private final Consumer<AttachedSession> ended;
  private final Observed<State> state = new Observed<>(new State(Phase.RUNNING, "running", null));
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private long stoppedAt;

  /// What a session is made of; it closes all of them.
  record Parts(
      Verdict verdict,
      TargetContainer target,
      GoBinary binary,
      DebugContainer container,
      Supervisor supervisor,
      Delve delve,
      LoopbackListener listener,
      InetSocketAddress address,
      List<Handover> handovers,
      Observed<List<Problem>> refusals) {}

  AttachedSession(Parts parts, Timing timing, Consumer<AttachedSession> ended) {
    this.parts = parts;
    this.timing = timing;
    this.ended = ended;
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
    return parts.address();
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
    return parts.refusals();
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
    }
  }

  private void end() {
    Problem left = null;
    try {
      parts.listener().close();
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

  private void endedByItself(Problem problem) {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      release();
      finish(new State(Phase.ENDED, problem.why(), problem));
    }
  }

  private void finish(State last) {
    state.set(last);
    ended.accept(this);
    done.countDown();
  }

  private void release() {
    parts.listener().close();
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

  private void look(Document now) {
    if (ending.getCount() == 0) {
      return;
    }
    if (now.at("exited").isTrue()) {
      endedByItself(
          over(Messages.of("the-program-ended-exit-status", now.at("exitStatus").textOrEmpty())));
    } else if (now.at("Running").isTrue()) {
      stoppedAt = 0;
      publish(new State(Phase.RUNNING, "running", null));
    } else {
      long since = stoppedAt == 0 ? System.nanoTime() : stoppedAt;
      stoppedAt = since;
      publish(new State(Phase.STOPPED, stopped(now, System.nanoTime() - since), null));
    }
  }

  private void publish(State next) {
    state.update(last -> last.phase() == Phase.ENDED ? last : next);
  }

  private String stopped(Document now, long nanos) {
    Document thread = now.at("currentThread");
    String function = thread.at("function", "name").textOrEmpty();
    String file = thread.at("file").textOrEmpty();
    String place =
        file.substring(file.lastIndexOf('/') + 1) + ":" + thread.at("line").textOrEmpty();
    boolean breakpoint = thread.at("breakPoint", "id").integer().orElse(0L) > 0;
    String state = breakpoint ? Messages.of("stopped-at-a-breakpoint") : Messages.of("stopped");
    if (!file.isEmpty()) {
      state =
          function.isEmpty()
              ? Messages.of("stopped-at-line", state, limited(place))
              : Messages.of("stopped-in-function", state, limited(place), limited(function));
    }
    Optional<Long> budget = parts.target().stopBudget();
    return budget.isEmpty()
        ? state
        : Messages.of(
            "the-liveness-probe-restarts-it-in",
            state,
            Math.max(0, budget.get() - TimeUnit.NANOSECONDS.toSeconds(nanos)));
  }

  /// Whether a failed look at Delve means the end, and which.
  private Optional<Problem> whyLost(Problem seen, long silentFor) throws InterruptedException {
    try {
      Optional<String> trouble = parts.container().trouble();
      if (trouble.isPresent()) {
        return Optional.of(over(trouble.get()));
      }
      for (String line : parts.supervisor().ask("ping", timing.beat())) {
        if (line.startsWith("delve exited") || line.equals("delve none")) {
          return Optional.of(over(Messages.of("delve-exited", line)));
        }
      }
    } catch (MooringException e) {
      LOG.debug("neither pod nor debug container answers: {}", e.problem());
    }
    return silentFor > timing.silence().toNanos()
        ? Optional.of(over(Messages.of("the-cluster-was-not-reachable-for", seen.why())))
        : Optional.empty();
  }

  private Problem over(String why) {
    return new Problem(
        Code.DEBUG_SESSION_ENDED,
        Messages.of("debugging-ended", parts.verdict().pod()),
        why,
        new Remedy.Advice(Messages.of("attach-again-when-the-pod-is")),
        parts.supervisor().said());
  }

  private static String limited(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "..." : text;
  }
}
