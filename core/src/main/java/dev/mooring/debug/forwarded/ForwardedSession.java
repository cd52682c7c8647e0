package dev.mooring.debug.forwarded;

import dev.mooring.cluster.Cluster;
import dev.mooring.debug.DebugProtocol;
import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.judge.Preflight;
import dev.mooring.debug.running.RunningDebugger;
import dev.mooring.debug.session.Delve;
import dev.mooring.debug.session.LocalEnd;
import dev.mooring.debug.session.StopWatch;
import dev.mooring.debug.subject.PodTrouble;
import dev.mooring.document.Document;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
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

/// A session with a debugger that the container runs itself: only a way to its port. Its end leaves
/// that debugger, its breakpoints and the program as they are.
final class ForwardedSession implements DebugSession {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardedSession.class);
  private static final Duration LEAVE = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Preflight.Judged judged;
  private final RunningDebugger running;
  private final LocalEnd local;
  private final Dialer dialer;
  private final Optional<Delve> delve;
  private final List<Handover> handovers;
  private final Patience timing;
  private final Consumer<DebugSession> closed;
  private final StopWatch stops;
  private final Observed<State> state;
  private final Observed<Optional<String>> pressing = new Observed<>(Optional.empty());
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread watch;

  /// @param closed told when somebody closed it
  ForwardedSession(
      Cluster cluster,
      Tunnels tunnels,
      Preflight.Judged judged,
      RunningDebugger running,
      LocalEnd local,
      String title,
      Patience timing,
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
    dialer = running.protocol().guarded(() -> tunnels.open(place));
    delve = running.delve(dialer);
    String words = delve.isPresent() ? "running" : Messages.of("its-port-is-forwarded");
    state = new Observed<>(new State(Phase.RUNNING, words, null));
    local.leadTo(running.protocol(), dialer);
    handovers = running.handovers(title, local.address());
    stops = new StopWatch(judged.target(), judged.callers(), false);
    watch = Thread.ofVirtual().name("debug-watch").start(this::watch);
  }

  /// Looks whether it answers, where somebody else may connect.
  ///
  /// @throws MooringException when it doesn't
  void greet() throws InterruptedException {
    running.greet(dialer);
  }

  @Override
  public DebugProtocol protocol() {
    return running.protocol();
  }

  @Override
  public boolean isShared() {
    return delve.isPresent();
  }

  @Override
  public Optional<Duration> stopLimit() {
    return StopWatch.limit(judged.target(), false);
  }

  @Override
  public Verdict verdict() {
    return judged.verdict();
  }

  @Override
  public String binary() {
    return running.words();
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
  public Observed<Optional<String>> pressing() {
    return pressing;
  }

  @Override
  public void resume() throws InterruptedException {
    asked().resume();
  }

  @Override
  public void clearAndResume() throws InterruptedException {
    asked().clearAndResume();
  }

  @Override
  public void close() {
    ending.countDown();
    local.close();
    delve.ifPresent(Delve::close);
    state.update(
        last ->
            last.phase() == Phase.ENDED
                ? last
                : new State(Phase.ENDED, Messages.of("ended-debugger-is-left"), null));
    closed.accept(this);
    try {
      watch.join(LEAVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Delve asked() {
    return delve.orElseThrow(
        () ->
            new Problem(
                    Code.DELVE_FAILED,
                    Messages.of("was-not-asked", running.name()),
                    running.whyNotAsked(),
                    new Remedy.Advice(Messages.of("use-your-editor")))
                .raise());
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
      if (delve.isPresent()) {
        Document now = delve.get().state();
        if (!now.at("exited").isTrue()) {
          State next = stops.look(now);
          pressing.set(stops.pressing());
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
    delve.ifPresent(Delve::close);
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
