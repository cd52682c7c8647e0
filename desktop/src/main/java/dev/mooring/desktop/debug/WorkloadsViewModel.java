package dev.mooring.desktop.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.Debugger;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.KeptWidths;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.deploy.Deployments;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.settings.SettingsFile;
import dev.mooring.workload.PodContainers;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The workloads of a namespace or of all, what debugging can do with each, and the sessions.
public final class WorkloadsViewModel implements AutoCloseable {
  /// Stands for all namespaces.
  static final String ALL = "*";

  private final Cluster cluster;
  private final SettingsFile settings;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final Debugging debugging;
  private final Fetched<List<String>> namespaces;
  private final Fetched<List<Workload>> workloads;
  private final ReadOnlyStringWrapper namespace;
  private final ReadOnlyObjectWrapper<List<ForwardStatus>> forwards =
      new ReadOnlyObjectWrapper<>(List.of());
  private final Subscription forwarding;

  /// @param jobs shown in the drawer
  /// @param reads shown nowhere
  public WorkloadsViewModel(
      Cluster cluster,
      Debugger debugger,
      Forwards forwards,
      Jobs jobs,
      Jobs reads,
      SettingsFile settings,
      Ui ui) {
    this.cluster = cluster;
    this.settings = settings;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.debugging = new Debugging(debugger, this::known, jobs, reads, settings, ui);
    this.namespaces = new Fetched<>(Messages.of("reading-the-namespaces"), reads, ui);
    this.workloads = new Fetched<>(Messages.of("reading-the-workloads"), reads, ui);
    String own = cluster.context().namespace();
    String last = settings.settings().get().namespaces().get(cluster.context().name());
    this.namespace =
        new ReadOnlyStringWrapper(last != null ? last : own.isEmpty() ? "default" : own);
    this.forwarding = forwards.all().subscribe(ui.newest(this.forwards::set));
  }

  String context() {
    return cluster.context().name();
  }

  /// The one that is chosen, or [#ALL]. Kept for each context.
  ReadOnlyStringProperty namespace() {
    return namespace.getReadOnlyProperty();
  }

  Fetched<List<String>> namespaces() {
    return namespaces;
  }

  public Fetched<List<Workload>> workloads() {
    return workloads;
  }

  /// What is known to stand in the way of debugging a target; empty for nothing.
  public String whyNotDebug(Target target) {
    return debugging.whyNot(target);
  }

  Debugging debugging() {
    return debugging;
  }

  SessionsViewModel sessions() {
    return debugging.sessions();
  }

  private List<Workload> known() {
    List<Workload> known = workloads.value();
    return known == null ? List.of() : known;
  }

  ReadOnlyObjectProperty<List<ForwardStatus>> forwards() {
    return forwards.getReadOnlyProperty();
  }

  void use(String next) {
    if (!next.equals(namespace.get())) {
      namespace.set(next);
      settings.update(s -> s.withNamespace(context(), next));
      workloads.clear();
      refresh();
    }
  }

  void refresh() {
    debugging.forget();
    String in = namespace.get();
    namespaces.fetch(progress -> cluster.namespaces());
    workloads.fetch(progress -> Workload.all(cluster, in.equals(ALL) ? null : in));
    sessions().refresh();
  }

  /// How wide the user made the columns of the list.
  KeptWidths widths() {
    return new KeptWidths(settings, "workloads");
  }

  /// The pods of a workload, not read yet.
  Fetched<List<KubeObject>> pods() {
    return new Fetched<>(Messages.of("reading-the-pods"), reads, ui);
  }

  void readPods(Workload workload, Fetched<List<KubeObject>> into) {
    into.fetch(progress -> PodContainers.pods(cluster, workload.target()));
  }

  /// Keeps those pods current, and the verdict on the workload when they are others.
  Subscription follow(Workload workload, Fetched<List<KubeObject>> pods) {
    return cluster.watch(
        Kind.POD,
        workload.namespace(),
        "",
        ui.newest(
            new PodChanges(
                workload, () -> readPods(workload, pods), () -> debugging.judgeAgain(workload))));
  }

  /// Other images in these workloads.
  Deployments deployments() {
    return new Deployments(cluster, jobs, reads, ui, this::refresh);
  }

  /// Where it is forwarded to here: "localhost:8080"; empty for nowhere.
  String forwarded(Workload workload) {
    return forwards.get().stream()
        .filter(each -> leadsTo(each.spec().target(), workload))
        .map(each -> Words.localhost(each.listening()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static boolean leadsTo(Target target, Workload workload) {
    return target instanceof Target.Workload to
        && to.kind().equals(workload.kind())
        && to.namespace().equals(workload.namespace())
        && to.name().equals(workload.name());
  }

  /// A live tail of what the pods of a target write.
  LogTail logs(Target target) {
    return new LogTail(cluster, target, reads, ui);
  }

  @Override
  public void close() {
    forwarding.close();
    debugging.forget();
  }
}
