package dev.mooring.desktop.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.KeptWidths;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.settings.SettingsFile;
import dev.mooring.workload.ImageChange;
import dev.mooring.workload.ImageChanges;
import dev.mooring.workload.PodContainers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
  private final Verdicts verdicts;
  private final SessionsViewModel sessions;
  private final Fetched<List<String>> namespaces;
  private final Fetched<List<Workload>> workloads;
  private final Map<String, String> containers = new HashMap<>();
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
    this.verdicts = new Verdicts(debugger, reads, ui);
    this.sessions = new SessionsViewModel(debugger, jobs, reads, settings, ui, new OfSessions());
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

  SessionsViewModel sessions() {
    return sessions;
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
    verdicts.forget();
    String in = namespace.get();
    namespaces.fetch(progress -> cluster.namespaces());
    workloads.fetch(progress -> Workload.all(cluster, in.equals(ALL) ? null : in));
    sessions.refresh();
  }

  /// How wide the user made the columns of the list.
  KeptWidths widths() {
    return new KeptWidths(settings, "workloads");
  }

  Fetched<Candidates> verdict(Workload workload) {
    return verdicts.of(workload);
  }

  /// Whether nothing is known that stands in the way.
  boolean mayBeDebugged(Workload workload) {
    return verdicts.known(workload).map(all -> chosen(workload, all).possible()).orElse(true);
  }

  /// Without what attempts showed.
  void judgeAnew(Workload workload) {
    verdicts.anew(workload);
  }

  /// The verdict on the container that is chosen for a workload, or else proposed.
  Verdict chosen(Workload workload, Candidates candidates) {
    return candidates.of(containers.getOrDefault(key(workload), ""));
  }

  void choose(Workload workload, Verdict verdict) {
    containers.put(key(workload), verdict.container());
  }

  private static String key(Workload workload) {
    return workload.namespace() + "/" + workload.reference();
  }

  /// Attaches to the container that is chosen, or that is clearly meant.
  ///
  /// @param ask told of the containers where somebody has to choose
  void attach(Target target, Consumer<Candidates> ask) {
    Optional<Workload> workload = known(target);
    String container = workload.map(each -> containers.getOrDefault(key(each), "")).orElse("");
    Candidates candidates = workload.map(each -> verdicts.of(each).value()).orElse(null);
    if (!container.isEmpty()) {
      attach(target, container);
    } else if (candidates != null) {
      attach(target, candidates, ask);
    } else {
      // Where the cluster doesn't say, the job says why.
      verdicts.of(target).then(all -> attach(target, all, ask), problem -> attach(target, ""));
    }
  }

  private void attach(Target target, Candidates candidates, Consumer<Candidates> ask) {
    if (candidates.clear()) {
      attach(target, candidates.proposed().container());
    } else {
      ask.accept(candidates);
    }
  }

  void attach(Target target, String container) {
    sessions.attach(new DebugTarget(target.namespace(), target.words(), container));
  }

  private Optional<Workload> known(Target target) {
    return all().stream().filter(each -> each.target().equals(target)).findFirst();
  }

  private List<Workload> all() {
    List<Workload> known = workloads.value();
    return known == null ? List.of() : known;
  }

  private final class OfSessions implements SessionsViewModel.Workloads {
    @Override
    public void changed(DebugTarget target) {
      of(target).forEach(verdicts::again);
    }

    @Override
    public DebugTarget successor(DebugTarget target) {
      return of(target).stream()
          .findFirst()
          .map(each -> new DebugTarget(each.namespace(), each.reference(), target.container()))
          .orElse(target);
    }

    private List<Workload> of(DebugTarget target) {
      return all().stream()
          .filter(each -> each.namespace().equals(target.namespace()))
          .filter(each -> each.isMeant(target.workload()))
          .toList();
    }
  }

  /// The pods of a workload, not read yet.
  Fetched<List<KubeObject>> pods() {
    return new Fetched<>(Messages.of("reading-the-pods"), reads, ui);
  }

  void readPods(Workload workload, Fetched<List<KubeObject>> into) {
    into.fetch(progress -> PodContainers.pods(cluster, workload.target()));
  }

  /// What another image would do, rights included.
  Fetched<ImageChange> planImage(Workload workload, String container, String image) {
    Fetched<ImageChange> plan =
        new Fetched<>(Messages.of("checking", workload.reference()), reads, ui);
    plan.fetch(progress -> ImageChanges.plan(cluster, workload.target(), container, image));
    return plan;
  }

  /// @param done on the UI's thread, when the workload has it
  void setImage(ImageChange change, Runnable done) {
    jobs.start(
        Messages.of("setting-the-image-of", change.target().words()),
        progress -> {
          ImageChanges.apply(cluster, change);
          ui.execute(
              () -> {
                refresh();
                done.run();
              });
          return change.after();
        },
        image -> image);
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
    verdicts.forget();
  }
}
