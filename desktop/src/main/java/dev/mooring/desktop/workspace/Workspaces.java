package dev.mooring.desktop.workspace;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.Kubeconfig;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The contexts that are open. One that was opened stays open until the end, so that its forwards
/// live on while another is in view. Thread-safe; closing closes the newest first.
public final class Workspaces implements AutoCloseable {
  private final Kubeconfig kubeconfig;
  private final Function<Cluster, Workspace> composition;
  private final Map<String, Workspace> open = new LinkedHashMap<>();
  private final Observed<List<Workspace>> all = new Observed<>(List.of());

  /// @param composition makes a workspace over a cluster
  public Workspaces(Kubeconfig kubeconfig, Function<Cluster, Workspace> composition) {
    this.kubeconfig = kubeconfig;
    this.composition = composition;
  }

  public String source() {
    return kubeconfig.source();
  }

  /// Whether there is a kubeconfig.
  public boolean exist() {
    return kubeconfig.exists();
  }

  public List<Context> contexts() {
    return kubeconfig.exists() ? kubeconfig.contexts() : List.of();
  }

  /// Tells that the contexts of the kubeconfig have changed, on a thread of its own.
  public Subscription follow(Runnable changed) {
    return kubeconfig.follow(ignored -> changed.run());
  }

  /// The open ones, oldest first; the tray follows this.
  public Observed<List<Workspace>> all() {
    return all;
  }

  /// @param name null for the current context
  /// @throws dev.mooring.problem.MooringException when there is no such context
  public Workspace open(@Nullable String name) {
    synchronized (open) {
      Workspace there = name == null ? null : open.get(name);
      if (there != null) {
        return there;
      }
      Cluster cluster = kubeconfig.connect(name);
      Workspace again = open.get(cluster.context().name());
      if (again != null) {
        cluster.close();
        return again;
      }
      Workspace made = composition.apply(cluster);
      open.put(cluster.context().name(), made);
      all.set(List.copyOf(open.values()));
      return made;
    }
  }

  @Override
  public void close() {
    List<Workspace> closing;
    synchronized (open) {
      closing = new ArrayList<>(open.values());
      open.clear();
      all.set(List.of());
    }
    closing.reversed().forEach(Workspace::close);
  }
}
