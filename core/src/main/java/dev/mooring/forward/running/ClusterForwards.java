package dev.mooring.forward.running;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.running.ForwardList.Entry;
import dev.mooring.forward.running.Turns.Turn;
import dev.mooring.job.Observed;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Tunnels;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The forwards of one cluster, kept in order, each with a listener and a dialer of its own.
///
/// One virtual thread refreshes the list twice a second while anything is connected, once a
/// second while anything else is to be looked after, and at once on a first connection and on
/// what the watches and tunnels tell. At rest it sleeps: sixty forwards that nobody uses cost
/// nothing.
///
/// Starting, stopping and removing forwards of different names never wait for each other;
/// those of one name come one after the other. A forward through the mesh that failed for a
/// passing reason is started again by itself. Closing ends all; what is started later is
/// refused.
public final class ClusterForwards implements Forwards {
  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration IDLE_REFRESH = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final LocalUsers users;
  private final MeshWays ways;
  private final Observed<List<ForwardStatus>> all = new Observed<>(List.of());
  private final ForwardList list = new ForwardList();
  private final Turns turns = new Turns();
  private final Retries retries = new Retries();
  private final Refresher refresher;
  private final TunnelNews news;

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
    this.news = new TunnelNews(cluster, tunnels, list::running, refresher::wake);
  }

  @Override
  public Observed<List<ForwardStatus>> all() {
    return all;
  }

  @Override
  public List<ForwardEvent> events(String name) {
    return log(name).map(ForwardLog::events).orElse(List.of());
  }

  @Override
  public List<HttpRequest> requests(String name) {
    return log(name).map(ForwardLog::requests).orElse(List.of());
  }

  private Optional<ForwardLog> log(String name) {
    return Optional.ofNullable(list.find(name)).map(Entry::log);
  }

  @Override
  public Optional<String> certificate(String name) {
    return Optional.ofNullable(list.find(name))
        .map(Entry::running)
        .flatMap(RunningForward::certificate);
  }

  @Override
  public ForwardStatus start(ForwardSpec spec) throws InterruptedException {
    Entry entry;
    try (Turn _ = turns.await(spec.name())) {
      entry = started(spec);
    }
    RunningForward running = entry.running();
    if (running != null) {
      running.awaitFirst();
    }
    return entry.status();
  }

  private Entry started(ForwardSpec spec) throws InterruptedException {
    retries.forget(spec.name());
    Entry before = list.find(spec.name());
    if (before != null) {
      before.close();
    }
    ForwardLog log = before == null ? new ForwardLog(Clock.systemUTC()) : before.log();
    Entry entry;
    try {
      entry = begun(spec, log);
    } catch (MooringException e) {
      list.put(Entry.failed(spec, log, e.problem()));
      changed();
      throw e;
    }
    if (!list.put(entry)) {
      entry.close();
      throw new Problem(
              Code.MOORING_CLOSING,
              Messages.of("cannot-start", spec.name()),
              Messages.of("mooring-is-ending"),
              new Remedy.Advice(Messages.of("start-it-again")))
          .raise();
    }
    changed(entry);
    return entry;
  }

  private Entry begun(ForwardSpec spec, ForwardLog log) throws InterruptedException {
    try {
      return Entry.of(
          spec, log, RunningForward.start(spec, cluster, tunnels, users, ways, log, refresher));
    } catch (MooringException e) {
      log.failed(e.problem());
      throw e;
    }
  }

  /// Unless something else became of it meanwhile.
  @SuppressWarnings("ReferenceEquality")
  private void again(Entry failed) {
    try (Turn _ = turns.take(failed.spec().name())) {
      if (list.find(failed.spec().name()) == failed) {
        startedAgain(failed);
      }
    }
  }

  private void startedAgain(Entry failed) {
    Entry next;
    try {
      next = begun(failed.spec(), failed.log());
    } catch (MooringException e) {
      next = Entry.failed(failed.spec(), failed.log(), e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    retries.tried(failed.spec().name());
    if (list.replace(failed, next)) {
      changed(next);
    } else {
      next.close();
    }
  }

  @Override
  public void stop(String name) {
    try (Turn _ = turns.take(name)) {
      Entry entry = list.stop(name);
      if (entry != null) {
        entry.close();
        entry.log().stopped();
        news.follow();
        publish();
      }
    }
  }

  @Override
  public void remove(String name) {
    try (Turn _ = turns.take(name)) {
      Entry entry = list.remove(name);
      if (entry != null) {
        entry.close();
        news.follow();
        publish();
      }
    }
  }

  @Override
  public void close() {
    List<Entry> ended = list.close();
    refresher.close();
    ended.forEach(Entry::close);
    news.follow();
    publish();
  }

  private void changed(Entry started) {
    news.follow();
    RunningForward running = started.running();
    if (running != null) {
      news.tell(running);
    }
    changed();
  }

  private void changed() {
    publish();
    refresher.wake();
  }

  private void publish() {
    all.update(ignored -> list.all().stream().map(Entry::status).toList());
  }

  /// @return how long until the next look
  private Duration look() {
    List<RunningForward> running = list.running();
    running.forEach(RunningForward::check);
    list.failed().stream()
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
