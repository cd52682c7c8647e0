package dev.mooring.debug.copy;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.editor.Endpoint;
import dev.mooring.debug.session.LocalEnd;
import dev.mooring.debug.source.Sources;
import dev.mooring.debug.subject.PodTrouble;
import dev.mooring.debug.subject.TargetContainer;
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

/// A session with a program that was started under its debugger. Its end takes back what was made
/// for that: it deletes the copy, or restores the workload.
///
/// What was made stays in place while the session lasts, whatever happens to the connection.
/// A second close waits for the first. Where taking back fails, the last state says so and
/// what to do; what is left is found again by the next session.
public final class CopiedSession implements DebugSession {
  private static final Logger LOG = LoggerFactory.getLogger(CopiedSession.class);
  private static final Duration END_LIMIT = Duration.ofSeconds(45);

  private final Parts parts;
  private final Cluster cluster;
  private final Patience timing;
  private final Consumer<DebugSession> closed;
  private final Observed<State> state = new Observed<>(new State(Phase.STOPPED, "stopped", null));
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();

  /// What a session is made of; it closes all of them.
  ///
  /// @param target the container in which it runs
  /// @param witness ends when it hears nothing of Mooring, and with it the copy's requests
  public record Parts(
      Verdict verdict,
      TargetContainer target,
      String program,
      DebugProtocol protocol,
      Undo undo,
      Control control,
      Optional<Supervisor> witness,
      LocalEnd local,
      String title,
      List<Handover> handovers) {}

  public CopiedSession(
      Cluster cluster, Parts parts, Patience timing, Consumer<DebugSession> closed) {
    this.cluster = cluster;
    this.parts = parts;
    this.timing = timing;
    this.closed = closed;
    Thread.ofVirtual().name("debug-watch").start(this::watch);
    parts
        .witness()
        .ifPresent(each -> Thread.ofVirtual().name("debug-beat").start(() -> beat(each)));
  }

  @Override
  public Verdict verdict() {
    return parts.verdict();
  }

  @Override
  public String binary() {
    return parts.program();
  }

  @Override
  public DebugProtocol protocol() {
    return parts.protocol();
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
  public Optional<Endpoint> endpoint() {
    return protocol() == DebugProtocol.DELVE
        ? Optional.of(
            new Endpoint(parts.title(), address(), sources().directory(), sources().mapping()))
        : Optional.empty();
  }

  @Override
  public Sources sources() {
    return parts.control().sources();
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
    parts.control().resume();
  }

  @Override
  public void clearAndResume() throws InterruptedException {
    parts.control().clearAndResume();
  }

  /// Runs on a thread of its own, so that an interrupted caller still takes everything back.
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      end(new State(Phase.ENDED, parts.undo().done(), null));
    }
    boolean interrupted = false;
    while (true) {
      try {
        if (!done.await(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          LOG.warn("{} was not taken back in time", parts.undo().name());
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    closed.accept(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves everything as a crash would.
  public void abandon() {
    if (closing.compareAndSet(false, true)) {
      ending.countDown();
      release();
      parts.undo().leave();
      done.countDown();
      closed.accept(this);
    }
  }

  private void end(State last) {
    ending.countDown();
    Thread.ofVirtual().name("debug-end").start(() -> remove(last));
  }

  private void release() {
    parts.local().close();
    parts.control().close();
    parts.witness().ifPresent(Supervisor::close);
  }

  private void letOthersGo() throws InterruptedException {
    if (parts.undo().servesOthers()) {
      try {
        parts.control().clearAndResume();
      } catch (MooringException e) {
        LOG.debug("the program does not go on: {}", e.problem());
      }
    }
  }

  private void remove(State last) {
    State end = last;
    try {
      letOthersGo();
      release();
      parts.undo().undo();
    } catch (MooringException e) {
      end =
          new State(
              Phase.ENDED,
              Messages.of("is-not-taken-back", parts.undo().name()),
              new Problem(
                  e.problem().code(),
                  Messages.of("is-not-taken-back", parts.undo().name()),
                  e.problem().why(),
                  e.problem().remedy() instanceof Remedy.Command command
                      ? command
                      : new Remedy.Advice(Messages.of("the-next-session-removes-it")),
                  e.problem().detail()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release();
      state.set(end);
      done.countDown();
    }
  }

  private void beat(Supervisor witness) {
    try {
      do {
        try {
          witness.ask("ping", timing.beat());
        } catch (MooringException e) {
          LOG.debug("the copy's witness was not heard: {}", e.problem());
        }
      } while (!ending.await(timing.beat().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    long lastHeard = System.nanoTime();
    try {
      do {
        try {
          State now = parts.control().look();
          lastHeard = System.nanoTime();
          state.update(last -> last.phase() == Phase.ENDED ? last : now);
        } catch (MooringException e) {
          Optional<PodTrouble> trouble = whyLost(e.problem(), System.nanoTime() - lastHeard);
          if (trouble.isPresent()) {
            endedByItself(trouble.get());
          }
        }
      } while (!ending.await(timing.poll().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<PodTrouble> whyLost(Problem seen, long silentFor) throws InterruptedException {
    try {
      Optional<PodTrouble> trouble = PodTrouble.of(cluster, parts.target());
      if (trouble.isPresent()) {
        return trouble;
      }
    } catch (MooringException e) {
      LOG.debug("the copy was not seen: {}", e.problem());
    }
    return silentFor > timing.silence().toNanos()
        ? Optional.of(
            new PodTrouble(
                Code.DEBUG_SESSION_ENDED,
                Messages.of("the-cluster-was-not-reachable-for", seen.why()),
                false))
        : Optional.empty();
  }

  /// The session stays among the debugger's until somebody who read why closes it.
  private void endedByItself(PodTrouble trouble) {
    if (closing.compareAndSet(false, true)) {
      end(
          new State(
              Phase.ENDED,
              trouble.why(),
              new Problem(
                  trouble.code(),
                  Messages.of("debugging-ended", parts.verdict().pod()),
                  trouble.why(),
                  new Remedy.Advice(Messages.of("debug-another-copy")))));
    }
  }
}
