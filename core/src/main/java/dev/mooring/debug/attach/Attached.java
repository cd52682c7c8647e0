package dev.mooring.debug.attach;

import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.DebugContainer;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.debug.session.Callers;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.session.StopWatch;
import dev.mooring.debug.source.Sources;
import dev.mooring.debug.subject.PodTrouble;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.program.GoBinary;
import dev.mooring.tunnel.Dialer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delve at one container, from the moment it runs: gives signs of life to the pod's side, finds
/// out why it was lost, and ends both sides. A session has one after the other.
final class Attached implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Attached.class);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(3);

  private final Parts parts;
  private final Patience timing;

  /// Delve may be busy for longer than the pod's side may hear nothing.
  private final Duration unheard;

  private final Heartbeat heartbeat;
  private long lastHeard = System.nanoTime();
  private volatile Sources sources = Sources.unknown();

  /// What it is made of; it closes all of them.
  ///
  /// @param callers of the pod
  /// @param dialer leads to Delve
  /// @param headroom closed last, when Delve needs it no more
  record Parts(
      Verdict verdict,
      TargetContainer target,
      Callers callers,
      GoBinary binary,
      DebugContainer container,
      Supervisor supervisor,
      Dialer dialer,
      Delve delve,
      Headroom headroom) {}

  Attached(Parts parts, Patience timing) {
    this.parts = parts;
    this.timing = timing.within(parts.target().stopBudget());
    this.unheard = timing.silence();
    this.heartbeat = new Heartbeat(parts.supervisor(), parts.target(), this.timing);
  }

  Verdict verdict() {
    return parts.verdict();
  }

  TargetContainer target() {
    return parts.target();
  }

  /// Follows the stops of its program.
  StopWatch stops() {
    return new StopWatch(parts.target(), parts.callers(), true);
  }

  GoBinary binary() {
    return parts.binary();
  }

  /// Asks Delve where the program's sources are; the program stands for milliseconds.
  ///
  /// @param start directory on the user's machine
  Sources findSources(String start) throws InterruptedException {
    sources = parts.delve().sources(parts.binary(), start);
    return sources;
  }

  /// What was found last.
  Sources sources() {
    return sources;
  }

  Dialer dialer() {
    return parts.dialer();
  }

  Delve delve() {
    return parts.delve();
  }

  /// What the program does. Used by one thread.
  ///
  /// @throws MooringException when Delve does not answer: then ask [#lost]
  Document look() throws InterruptedException {
    Document now = parts.delve().state();
    lastHeard = System.nanoTime();
    return now;
  }

  /// Whether a failed look means that it is over, and why.
  Optional<Lost> lost(Problem seen) throws InterruptedException {
    boolean silent = System.nanoTime() - lastHeard > unheard.toNanos();
    Optional<PodTrouble> trouble = Optional.empty();
    try {
      trouble = parts.container().trouble();
      if (trouble.isEmpty() && silent) {
        trouble = parts.container().nodeTrouble();
      }
      if (trouble.isEmpty()) {
        for (String line : heartbeat.ping()) {
          if (line.startsWith("delve exited") || line.equals("delve none")) {
            return Optional.of(
                lost(Code.DEBUG_SESSION_ENDED, Messages.of("delve-exited", line), false));
          }
        }
      }
    } catch (MooringException e) {
      LOG.debug("neither pod nor debug container answers: {}", e.problem());
    }
    if (trouble.isPresent()) {
      PodTrouble known = trouble.get();
      return Optional.of(lost(known.code(), known.why(), known.returns()));
    }
    return silent
        ? Optional.of(
            lost(
                Code.DEBUG_SESSION_ENDED,
                Messages.of("the-cluster-was-not-reachable-for", seen.why()),
                false))
        : Optional.empty();
  }

  /// The same for a program that Delve has seen end.
  Lost programEnded(Document state) {
    return lost(
        Code.DEBUG_SESSION_ENDED,
        Messages.of("the-program-ended-exit-status", state.at("exitStatus").textOrEmpty()),
        true);
  }

  private Lost lost(Code code, String why, boolean returns) {
    return new Lost(
        new Problem(
            code,
            Messages.of("debugging-ended", parts.verdict().pod()),
            why,
            new Remedy.Advice(Messages.of("attach-again-when-the-pod-is")),
            parts.supervisor().said()),
        returns);
  }

  /// Why a program can't be looked at any more.
  ///
  /// @param returns whether its container is made anew by the cluster
  record Lost(Problem problem, boolean returns) {}

  /// Clears the breakpoints, detaches, and ends the debug container.
  ///
  /// @return what is left behind for a while
  Optional<Problem> end() {
    heartbeat.close();
    try {
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
      return parts.container().awaitEnded(END_LIMIT) ? Optional.empty() : Optional.of(stillThere());
    } catch (MooringException e) {
      return Optional.of(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      close();
    }
  }

  private Problem stillThere() {
    return new Problem(
        Code.DEBUG_CONTAINER_FAILED,
        Messages.of("the-debug-container-in-pod-is", parts.verdict().pod()),
        Messages.of("it-did-not-end-within-s", END_LIMIT.toSeconds()),
        new Remedy.Wait(
            Messages.of("it-ends-by-itself-within-s", timing.silence().toSeconds()),
            timing.silence()));
  }

  /// Sends the debug container away whose Delve is of no use any more: what waits for words of ours
  /// would keep the next session out.
  void dismiss() throws InterruptedException {
    try {
      heartbeat.close();
      parts.supervisor().ask("quit", QUIT_LIMIT);
    } catch (MooringException e) {
      LOG.debug("the debug container ends by itself: {}", e.problem());
    } finally {
      close();
    }
  }

  /// Stops signs of life without a word, as a crash would.
  @Override
  public void close() {
    heartbeat.close();
    parts.delve().close();
    parts.supervisor().close();
    parts.headroom().close();
  }

  /// From now on the pod's side does not bear a silence that would end in a restart.
  ///
  /// @param seconds that the program has stood still; 0 while it runs
  void stood(long seconds) {
    heartbeat.stood(seconds);
  }
}
