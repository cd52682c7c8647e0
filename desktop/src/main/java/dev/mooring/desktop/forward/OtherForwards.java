package dev.mooring.desktop.forward;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.job.Subscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The forwards that are active in contexts that are open and not in view. Thread-safe.
public final class OtherForwards implements AutoCloseable {
  private final String context;
  private final Consumer<String> show;
  private final Map<String, Integer> active = new ConcurrentHashMap<>();
  private final Map<Workspace, Subscription> followed = new ConcurrentHashMap<>();
  private final Subscription all;
  private volatile Runnable changed = () -> {};

  /// @param context the one in view
  /// @param show brings another into view
  public OtherForwards(Workspaces workspaces, String context, Consumer<String> show) {
    this.context = context;
    this.show = show;
    this.all = workspaces.all().subscribe(this::follow);
  }

  /// Brings a context into view.
  void show(String other) {
    show.accept(other);
  }

  /// How many are active, by context; none for a context without.
  Map<String, Integer> active() {
    return Map.copyOf(active);
  }

  /// @param then called after each change, on any thread
  void observe(Runnable then) {
    changed = then;
    then.run();
  }

  private void follow(List<Workspace> open) {
    for (Workspace each : open) {
      String name = each.context().name();
      if (!name.equals(context)) {
        followed.computeIfAbsent(
            each, other -> other.forwards().all().subscribe(now -> count(name, now)));
      }
    }
    for (Map.Entry<Workspace, Subscription> each : List.copyOf(followed.entrySet())) {
      if (!open.contains(each.getKey())) {
        each.getValue().close();
        followed.remove(each.getKey());
        count(each.getKey().context().name(), List.of());
      }
    }
  }

  private void count(String other, List<ForwardStatus> forwards) {
    int now = (int) forwards.stream().filter(ForwardJobs::runs).count();
    if (now == 0) {
      active.remove(other);
    } else {
      active.put(other, now);
    }
    changed.run();
  }

  @Override
  public void close() {
    all.close();
    followed.values().forEach(Subscription::close);
    followed.clear();
  }
}
