package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.job.Observed;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The forwards of one cluster, kept in order, each with a listener and a dialer of its own.
///
/// One virtual thread refreshes the list once a second while there are forwards; watches refresh it
/// at once.
public final class ClusterForwards implements Forwards {
  private static final Duration REFRESH = Duration.ofMillis(500);

  private static final class Entry {
    private final ForwardSpec spec;
    private final @Nullable TargetPods pods;
    private final @Nullable LoopbackListener listener;
    private final @Nullable Problem problem;

    Entry(
        ForwardSpec spec,
        @Nullable TargetPods pods,
        @Nullable LoopbackListener listener,
        @Nullable Problem problem) {
      this.spec = spec;
      this.pods = pods;
      this.listener = listener;
      this.problem = problem;
    }

    void close() {
      if (listener != null) {
        listener.close();
      }
      if (pods != null) {
        pods.close();
      }
    }

    ForwardStatus status() {
      if (problem != null) {
        return idle(new ForwardStatus.State.Failed(problem));
      }
      if (listener == null || pods == null) {
        return idle(new ForwardStatus.State.Stopped());
      }
      TargetPods.Standing now = pods.standing().get();
      return new ForwardStatus(
          spec,
          now.why().isEmpty()
              ? new ForwardStatus.State.Active()
              : new ForwardStatus.State.Waiting(now.why()),
          listener.addresses(),
          now.pods().stream().map(each -> each.port().pod()).toList(),
          listener.connections(),
          listener.received(),
          listener.sent());
    }

    private ForwardStatus idle(ForwardStatus.State state) {
      return new ForwardStatus(spec, state, List.of(), List.of(), 0, 0, 0);
    }
  }

  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Observed<List<ForwardStatus>> all = new Observed<>(List.of());
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Thread refresher;
  private boolean closed;

  /// Closing this closes neither the cluster nor the tunnels.
  public ClusterForwards(Cluster cluster, Tunnels tunnels) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.refresher = Thread.ofVirtual().name("forwards").start(this::refresh);
  }

  @Override
  public Observed<List<ForwardStatus>> all() {
    return all;
  }

  @Override
  public ForwardStatus start(ForwardSpec spec) throws InterruptedException {
    stop(spec.name());
    TargetPods pods = new TargetPods(cluster, spec.target());
    Dialer dialer = () -> pods.reach(pod -> tunnels.open(pod.port()));
    Entry entry;
    try {
      LoopbackListener listener =
          LoopbackListener.listen(spec.addresses(), spec.localPort(), dialer, null, ignored -> {});
      entry = new Entry(spec, pods, listener, null);
    } catch (MooringException e) {
      pods.close();
      put(new Entry(spec, null, null, e.problem()));
      throw e;
    }
    if (!put(entry)) {
      entry.close();
      throw new Problem("Cannot start " + spec.name(), "Mooring is ending", "Start it again")
          .raise();
    }
    pods.standing().subscribe(ignored -> wake());
    return entry.status();
  }

  @Override
  public void stop(String name) {
    Entry entry;
    synchronized (entries) {
      entry = entries.get(name);
      if (entry == null) {
        return;
      }
      entries.put(name, new Entry(entry.spec, null, null, null));
    }
    entry.close();
    publish();
  }

  @Override
  public void remove(String name) {
    Entry entry;
    synchronized (entries) {
      entry = entries.remove(name);
    }
    if (entry != null) {
      entry.close();
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
      entries.notifyAll();
    }
    refresher.interrupt();
    ended.forEach(Entry::close);
    publish();
  }

  private boolean put(Entry entry) {
    synchronized (entries) {
      if (closed) {
        return false;
      }
      entries.put(entry.spec.name(), entry);
    }
    publish();
    return true;
  }

  private void wake() {
    synchronized (entries) {
      entries.notifyAll();
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

  private void refresh() {
    try {
      while (true) {
        synchronized (entries) {
          if (closed) {
            return;
          }
          if (entries.isEmpty()) {
            entries.wait();
          } else {
            entries.wait(REFRESH.toMillis());
          }
        }
        publish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
