package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.document.Document;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session with a Delve that the container runs itself: only a way to its port. Its end leaves
/// Delve, its breakpoints and the program as they are.
final class ForwardedSession implements DebugSession {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardedSession.class);
  private static final Duration LEAVE = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Preflight.Judged judged;
  private final RunningDelve running;
  private final LocalEnd local;
  private final Delve delve;
  private final List<Handover> handovers;
  private final Timing timing;
  private final Consumer<DebugSession> closed;
  private final StopWatch stops;
  private final Observed<State> state = new Observed<>(new State(Phase.RUNNING, "running", null));
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread watch;

  /// @param closed told when somebody closed it
  ForwardedSession(
      Cluster cluster,
      Tunnels tunnels,
      Preflight.Judged judged,
      RunningDelve running,
      LocalEnd local,
      String title,
      Timing timing,
      Consumer<DebugSession> closed) {
    this.cluster = cluster;
    this.judged = judged;
    this.running = running;
    this.local = local;
    this.timing = timing;
    this.closed = closed;
    PodPort place =
        new PodPort(
            judged.target().pod().namespace(), judged.target().pod().name(), running.port());
    delve = new Delve(() -> tunnels.open(place));
    local.leadTo(() -> tunnels.open(place));
    handovers = new Handovers(title, local.address(), new SourceMapping(List.of())).all();
    stops = new StopWatch(judged.target(), false);
    watch = Thread.ofVirtual().name("debug-watch").start(this::watch);
  }

  /// Asks Delve for an answer, where somebody else may connect.
  ///
  /// @throws MooringException when there is none
  void greet() throws InterruptedException {
    if (running.shared()) {
      delve.state();
    }
  }

  @Override
  public Verdict verdict() {
    return judged.verdict();
  }

  @Override
  public String binary() {
    return Messages.of("delve-listens-already", running.port());
  }

  @Override
  public InetSocketAddress address() {
    return local.address();
  }

  @Override
  public List<Handover> handovers() {
    return handovers;
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
  public void resume() throws InterruptedException {
    mayConnect();
    delve.resume();
  }

  @Override
  public void clearAndResume() throws InterruptedException {
    mayConnect();
    delve.clearAndResume();
  }

  @Override
  public void close() {
    ending.countDown();
    local.close();
    delve.close();
    state.update(
        last ->
            last.phase() == Phase.ENDED
                ? last
                : new State(Phase.ENDED, Messages.of("ended-delve-is-left"), null));
    closed.accept(this);
    try {
      watch.join(LEAVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void mayConnect() {
    if (!running.shared()) {
      throw new Problem(
              Code.DELVE_FAILED,
              Messages.of("delve-was-not-asked"),
              Messages.of("it-serves-one-client"),
              new Remedy.Advice(Messages.of("use-your-editor")))
          .raise();
    }
  }

  private void watch() {
    try {
      while (!ending.await(timing.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        Optional<PodTrouble> trouble = look();
        if (trouble.isPresent()) {
          end(trouble.get());
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<PodTrouble> look() throws InterruptedException {
    try {
      if (running.shared()) {
        Document now = delve.state();
        if (!now.at("exited").isTrue()) {
          State next = stops.look(now);
          state.update(last -> last.phase() == Phase.ENDED ? last : next);
          return Optional.empty();
        }
      }
    } catch (MooringException e) {
      LOG.debug("Delve was not heard: {}", e.problem());
    }
    try {
      return PodTrouble.of(cluster, judged.target());
    } catch (MooringException e) {
      LOG.debug("the pod was not seen: {}", e.problem());
      return Optional.empty();
    }
  }

  private void end(PodTrouble trouble) {
    local.close();
    delve.close();
    Problem problem =
        new Problem(
            trouble.code(),
            Messages.of("debugging-ended", judged.verdict().pod()),
            trouble.why(),
            new Remedy.Advice(Messages.of("attach-again-when-the-pod-is")));
    state.update(
        last ->
            last.phase() == Phase.ENDED ? last : new State(Phase.ENDED, trouble.why(), problem));
  }
}
