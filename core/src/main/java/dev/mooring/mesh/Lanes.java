package dev.mooring.mesh;

import dev.mooring.forward.running.ForwardLog;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.Lane.Standing;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lanes to one registry, fastest first, and the one in use.
///
/// A lane that fails hands over to the next; a faster one is used again once it has answered a
/// greeting. Connections that are open keep the lane they have. Thread-safe.
final class Lanes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  /// How long a connection waits for a lane that is interrupted.
  private static final Duration PARKED = Duration.ofSeconds(30);

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  /// Greets the registry at the other end of a stream, which is closed afterwards.
  @FunctionalInterface
  interface Greeter {
    void greet(ByteStream stream) throws InterruptedException;
  }

  /// @param lane the one in use
  /// @param problem why it does not serve; null while it does
  record InUse(@Nullable Lane lane, @Nullable Problem problem) {}

  private final List<Lane> lanes;
  private final Greeter greeter;
  private final ForwardLog log;
  private final Duration parked;
  private final Observed<InUse> inUse = new Observed<>(new InUse(null, null));
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final LaneRetries retries = new LaneRetries();
  private final Changes changes = new Changes();
  private final Object state = new Object();
  private @Nullable Lane current;
  private @Nullable Problem trouble;
  private @Nullable Thread tending;
  private boolean between;

  Lanes(List<? extends Lane> lanes, Greeter greeter, ForwardLog log) {
    this(lanes, greeter, log, PARKED);
  }

  Lanes(List<? extends Lane> lanes, Greeter greeter, ForwardLog log, Duration parked) {
    this.lanes =
        lanes.stream().sorted(Comparator.comparingInt(Lane::rank)).<Lane>map(l -> l).toList();
    this.greeter = greeter;
    this.log = log;
    this.parked = parked;
  }

  Observed<InUse> inUse() {
    return inUse;
  }

  /// Looks at every lane and proves one.
  ///
  /// @throws MooringException when none serves; at once where waiting would not help
  void begin() throws InterruptedException {
    List<Callable<Boolean>> looks = new ArrayList<>();
    for (Lane each : lanes) {
      looks.add(
          () -> {
            each.look();
            return true;
          });
    }
    Concurrently.all(looks);
    for (Lane each : lanes) {
      subscriptions.add(each.standing().subscribe(ignored -> moved()));
    }
    use(tried(greeting(), parked));
    synchronized (state) {
      tending = Thread.ofVirtual().name("lanes").start(this::tend);
    }
  }

  /// A stream to the registry by the lane in use, or by the next that serves. Waits a while for
  /// one that is interrupted.
  ///
  /// @throws MooringException when none served in time, or none ever will
  /// @throws InterruptedException also when they are closed meanwhile
  ByteStream dial() throws InterruptedException {
    ByteStream[] stream = new ByteStream[1];
    try {
      use(
          tried(
              lane -> {
                stream[0] = lane.dial();
              },
              parked));
      return stream[0];
    } catch (MooringException e) {
      failed(e.problem());
      throw e;
    }
  }

  @FunctionalInterface
  private interface Trial {
    void with(Lane lane) throws InterruptedException;
  }

  private Trial greeting() {
    return lane -> {
      try (ByteStream stream = lane.dial()) {
        greeter.greet(stream);
      }
    };
  }

  /// Tries the lanes in order until one serves.
  private Lane tried(Trial trial, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Failures failures = new Failures();
      long seen = changes.seen();
      for (Lane lane : order()) {
        switch (lane.standing().get()) {
          case Standing.Absent absent -> failures.absent(lane, absent.why());
          case Standing.Interrupted interrupted -> failures.interrupted(lane, interrupted.why());
          case Standing.Replaced replaced -> failures.interrupted(lane, replaced.why());
          case Standing.Reachable ignored -> {
            try {
              trial.with(lane);
              return lane;
            } catch (MooringException e) {
              LOG.debug("{} does not serve", lane.route(), e);
              failures.thrown(lane, e);
              retries.delay(lane);
            }
          }
        }
      }
      if (failures.hopeless() || System.nanoTime() - end >= 0) {
        throw failures.worst();
      }
      changes.await(seen, PAUSE);
    }
  }

  /// The one in use, then the others. While one knows that the registry is between two pods, the
  /// others lead nowhere else.
  private List<Lane> order() throws InterruptedException {
    changes.demandOpen();
    Lane between = replaced();
    if (between != null) {
      return List.of(between);
    }
    synchronized (state) {
      List<Lane> order = new ArrayList<>(lanes);
      Lane first = current;
      if (first != null && order.remove(first)) {
        order.addFirst(first);
      }
      return order;
    }
  }

  private void use(Lane lane) {
    Lane before;
    synchronized (state) {
      before = current;
      boolean same = lane.equals(before);
      if (same && trouble == null) {
        return;
      }
      current = lane;
      trouble = null;
    }
    retries.forget(lane);
    if (!lane.equals(before)) {
      if (before != null) {
        before.used(false);
      }
      lane.used(true);
      log.reached(lane.route(), false);
    }
    publish();
  }

  private void failed(Problem why) {
    synchronized (state) {
      trouble = why;
    }
    publish();
  }

  /// Shown before anyone is woken: who wakes looks at what is shown.
  private void moved() {
    boolean now = replaced() != null;
    boolean changed;
    synchronized (state) {
      changed = now != between;
      between = now;
    }
    if (changed) {
      lanes.forEach(Lane::replaced);
    }
    publish();
    changes.tell();
  }

  private void publish() {
    inUse.update(
        before -> {
          Lane lane;
          Problem why;
          synchronized (state) {
            lane = current;
            why = trouble;
          }
          if (lane != null && why == null) {
            Lane between = replaced();
            why = problem(between == null ? lane : between);
          }
          InUse next = new InUse(lane, why);
          if (lane != null && !next.equals(before)) {
            if (why != null) {
              log.lacks(why.why());
            } else {
              log.serves(lane.route());
            }
          }
          return next;
        });
  }

  private @Nullable Lane replaced() {
    return lanes.stream()
        .filter(each -> each.standing().get() instanceof Standing.Replaced)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Problem problem(Lane lane) {
    return switch (lane.standing().get()) {
      case Standing.Reachable ignored -> null;
      case Standing.Interrupted interrupted -> interrupted.why();
      case Standing.Replaced replaced -> replaced.why();
      case Standing.Absent absent -> absent.why();
    };
  }

  void hear(ReachabilityEvent event) {
    lanes.forEach(each -> each.hear(event));
    if (event instanceof ReachabilityEvent.Woke || event instanceof ReachabilityEvent.ServerHeard) {
      retries.clear();
      changes.tell();
    }
  }

  /// Looks at the lanes now and then, finds another when the one in use is lost, and goes back to a
  /// faster one.
  private void tend() {
    try {
      long looked = System.nanoTime();
      while (true) {
        long seen = changes.seen();
        if (System.nanoTime() - looked >= BETWEEN_LOOKS.toNanos()) {
          for (Lane each : lanes) {
            each.look();
          }
          looked = System.nanoTime();
        }
        if (inUse.get().problem() != null) {
          recover();
        } else {
          goBack();
        }
        changes.await(seen, inUse.get().problem() == null ? BETWEEN_LOOKS : LaneRetries.FIRST);
      }
    } catch (InterruptedException e) {
      LOG.debug("No longer tended");
    }
  }

  private void recover() throws InterruptedException {
    try {
      use(tried(greeting(), Duration.ZERO));
    } catch (MooringException e) {
      failed(e.problem());
    }
  }

  private void goBack() throws InterruptedException {
    Lane now = inUse.get().lane();
    for (Lane each : lanes) {
      if (each.equals(now)) {
        return;
      }
      if (each.standing().get() instanceof Standing.Reachable && retries.due(each)) {
        try {
          greeting().with(each);
          use(each);
          return;
        } catch (MooringException e) {
          LOG.debug("{} does not serve yet", each.route(), e);
          retries.delay(each);
        }
      }
    }
  }

  @Override
  public void close() {
    Thread ending;
    changes.close();
    synchronized (state) {
      ending = tending;
    }
    if (ending != null) {
      ending.interrupt();
    }
    subscriptions.forEach(Subscription::close);
    lanes.forEach(Lane::close);
  }
}
