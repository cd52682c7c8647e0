package dev.mooring.forward.running;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The forwards of one cluster, kept in order, each with a listener and a dialer of its own.
///
/// One virtual thread refreshes the list twice a second while anything is connected, once a second
/// while anything else is to be looked after, and at once on a first connection and on what the
/// watches and tunnels tell. At rest it sleeps: sixty forwards that nobody uses cost nothing.
public final class ClusterForwards implements Forwards {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration IDLE_REFRESH = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(10);

  /// A place in the list: a forward that runs, or why it does not.
  private record Entry(
      ForwardSpec spec,
      ForwardLog log,
      @Nullable RunningForward running,
      ForwardStatus.State otherwise) {

    ForwardStatus status() {
      return running == null ? ForwardStatus.idle(spec, otherwise) : running.status();
    }

    void close() {
      if (running != null) {
        running.close();
      }
    }
  }

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final LocalUsers users;
  private final MeshWays ways;
  private final Observed<List<ForwardStatus>> all = new Observed<>(List.of());
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /// One for each name that was ever used: few, and small.
  private final Map<String, Lock> turns = new ConcurrentHashMap<>();

  private final Retries retries = new Retries();
  private final Object event = new Object();
  private final Refresher refresher;
  private boolean closed;
  private @Nullable Subscription following;
  private volatile ReachabilityEvent.@Nullable ServerSilent silent;

  /// Closing this closes neither the cluster nor the tunnels.
  public ClusterForwards(Cluster cluster, Tunnels tunnels) {
    this(cluster, tunnels, LocalUsers.owner());
  }

  /// Without ways through a mesh.
  ///
  /// @param users whom forwards to a registry of Mooring's serve; others serve everybody here
  public ClusterForwards(Cluster cluster, Tunnels tunnels, LocalUsers users) {
    this(cluster, tunnels, users, MeshWays.none());
  }

  /// @param users whom forwards serve that lend an identity or lead to a registry of Mooring's
  /// @param ways how those that lend an identity get through the mesh
  public ClusterForwards(Cluster cluster, Tunnels tunnels, LocalUsers users, MeshWays ways) {
    this.ways = ways;
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.users = users;
    this.refresher = new Refresher("forwards", REFRESH, this::look);
  }

  @Override
  public Observed<List<ForwardStatus>> all() {
    return all;
  }

  @Override
  public List<ForwardEvent> events(String name) {
    Entry entry = entry(name);
    return entry == null ? List.of() : entry.log().events();
  }

  @Override
  public List<HttpRequest> requests(String name) {
    Entry entry = entry(name);
    return entry == null ? List.of() : entry.log().requests();
  }

  @Override
  public Optional<String> certificate(String name) {
    Entry entry = entry(name);
    return entry == null || entry.running() == null
        ? Optional.empty()
        : entry.running().certificate();
  }

  @Override
  public ForwardStatus start(ForwardSpec spec) throws InterruptedException {
    Entry entry;
    Lock turn = turn(spec.name());
    turn.lockInterruptibly();
    try {
      entry = started(spec);
    } finally {
      turn.unlock();
    }
    RunningForward running = entry.running();
    if (running != null) {
      running.awaitFirst();
    }
    return entry.status();
  }

  /// Who starts, stops, and removes a forward does so one after the other: of two starts at once
  /// each would have a listener, and the list only one of them.
  private Lock turn(String name) {
    return turns.computeIfAbsent(name, ignored -> new ReentrantLock());
  }

  private Entry started(ForwardSpec spec) throws InterruptedException {
    retries.forget(spec.name());
    Entry before = entry(spec.name());
    if (before != null) {
      before.close();
    }
    ForwardLog log = before == null ? new ForwardLog(Clock.systemUTC()) : before.log();
    Entry entry;
    try {
      RunningForward running =
          RunningForward.start(spec, cluster, tunnels, users, ways, log, new Told());
      entry = new Entry(spec, log, running, new ForwardStatus.State.Stopped());
    } catch (MooringException e) {
      log.failed(e.problem());
      put(new Entry(spec, log, null, new ForwardStatus.State.Failed(e.problem())));
      throw e;
    }
    if (!put(entry)) {
      entry.close();
      throw new Problem(
              Code.MOORING_CLOSING,
              Messages.of("cannot-start", spec.name()),
              Messages.of("mooring-is-ending"),
              new Remedy.Advice(Messages.of("start-it-again")))
          .raise();
    }
    follow();
    tellSilence(entry.running());
    return entry;
  }

  /// Unless something else became of it meanwhile.
  @SuppressWarnings("ReferenceEquality")
  private void again(Entry failed) {
    Lock turn = turn(failed.spec().name());
    turn.lock();
    try {
      if (entry(failed.spec().name()) == failed) {
        startedAgain(failed);
      }
    } finally {
      turn.unlock();
    }
  }

  private void startedAgain(Entry failed) {
    Entry next;
    try {
      RunningForward running =
          RunningForward.start(
              failed.spec(), cluster, tunnels, users, ways, failed.log(), new Told());
      next = new Entry(failed.spec(), failed.log(), running, new ForwardStatus.State.Stopped());
    } catch (MooringException e) {
      failed.log().failed(e.problem());
      next =
          new Entry(failed.spec(), failed.log(), null, new ForwardStatus.State.Failed(e.problem()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    retries.tried(failed.spec().name());
    boolean kept;
    synchronized (entries) {
      kept = !closed && entries.replace(failed.spec().name(), failed, next);
    }
    if (!kept) {
      next.close();
      return;
    }
    follow();
    tellSilence(next.running());
    publish();
    refresher.wake();
  }

  @Override
  public void stop(String name) {
    Lock turn = turn(name);
    turn.lock();
    try {
      stopped(name);
    } finally {
      turn.unlock();
    }
  }

  private void stopped(String name) {
    Entry entry;
    synchronized (entries) {
      entry = entries.get(name);
      if (entry == null) {
        return;
      }
      entries.put(
          name, new Entry(entry.spec(), entry.log(), null, new ForwardStatus.State.Stopped()));
    }
    entry.close();
    entry.log().stopped();
    follow();
    publish();
  }

  @Override
  public void remove(String name) {
    Lock turn = turn(name);
    turn.lock();
    try {
      removed(name);
    } finally {
      turn.unlock();
    }
  }

  private void removed(String name) {
    Entry entry;
    synchronized (entries) {
      entry = entries.remove(name);
    }
    if (entry != null) {
      entry.close();
      follow();
      publish();
    }
  }

  @Override
  public void close() {
    List<Entry> ended;
    synchronized (entries) {
      closed = true;
      ended = List.copyOf(entries.values());
      entries.clear();
    }
    refresher.close();
    ended.forEach(Entry::close);
    follow();
    publish();
  }

  /// Listens to the tunnels while any forward runs, and not longer.
  private void follow() {
    synchronized (event) {
      boolean wanted = !running().isEmpty();
      Subscription present = following;
      if (wanted && present == null) {
        following = tunnels.follow(this::hear);
      } else if (!wanted && present != null) {
        present.close();
        following = null;
        silent = null;
      }
    }
  }

  private void hear(ReachabilityEvent heard) {
    switch (heard) {
      case ReachabilityEvent.ServerSilent now -> silent = now;
      case ReachabilityEvent.ServerHeard ignored -> {
        silent = null;
        cluster.lookAgain();
      }
      case ReachabilityEvent.Woke ignored -> cluster.lookAgain();
      default -> {
        // About one pod.
      }
    }
    running().forEach(each -> each.hear(heard));
    refresher.wake();
  }

  /// One that starts late missed what the others heard.
  private void tellSilence(@Nullable RunningForward running) {
    ReachabilityEvent.ServerSilent now = silent;
    if (now != null && running != null) {
      running.hear(now);
    }
  }

  private List<RunningForward> running() {
    synchronized (entries) {
      return entries.values().stream()
          .map(Entry::running)
          .flatMap(each -> Stream.ofNullable(each))
          .toList();
    }
  }

  /// Those that may start by themselves.
  private List<Entry> failed() {
    synchronized (entries) {
      return entries.values().stream()
          .filter(each -> each.running() == null && Retries.helps(each.spec(), each.otherwise()))
          .toList();
    }
  }

  private @Nullable Entry entry(String name) {
    synchronized (entries) {
      return entries.get(name);
    }
  }

  private boolean put(Entry entry) {
    synchronized (entries) {
      if (closed) {
        return false;
      }
      entries.put(entry.spec().name(), entry);
    }
    publish();
    refresher.wake();
    return true;
  }

  private final class Told implements RunningForward.Listener {
    @Override
    public void changed() {
      refresher.wake();
    }

    @Override
    public void used() {
      refresher.used();
    }
  }

  private void publish() {
    all.update(
        ignored -> {
          List<Entry> present;
          synchronized (entries) {
            present = new ArrayList<>(entries.values());
          }
          return present.stream().map(Entry::status).toList();
        });
  }

  /// @return how long until the next look
  private Duration look() {
    List<RunningForward> running = running();
    running.forEach(RunningForward::check);
    failed().stream()
        .filter(each -> retries.due(each.spec().name()))
        .forEach(each -> Thread.ofVirtual().name("forward-again").start(() -> again(each)));
    publish();
    List<ForwardStatus> present = all.get();
    if (present.stream().anyMatch(each -> each.connections() > 0)) {
      return REFRESH;
    }
    boolean counting =
        present.stream().anyMatch(each -> each.rates().stream().anyMatch(rate -> rate != 0));
    return counting || running.stream().anyMatch(RunningForward::restless) ? IDLE_REFRESH : REST;
  }
}
