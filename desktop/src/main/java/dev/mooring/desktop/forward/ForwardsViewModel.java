package dev.mooring.desktop.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The forwards of a context.
public final class ForwardsViewModel implements AutoCloseable {
  private final String context;
  private final ContextForwards kept;
  private final Forwards forwards;
  private final Jobs allJobs;
  private final ForwardJobs jobs;
  private final ForwardFiles files;
  private final TargetsViewModel targets;
  private final KeptColumns columns;
  private final Jobs reads;
  private final LaptopAccess access;
  private final Ui ui;
  private final List<Subscription> subscriptions;
  private final Consumer<List<ForwardStatus>> newest;
  private final Set<String> ran = new HashSet<>();
  private final ReadOnlyObjectWrapper<List<ForwardStatus>> rows =
      new ReadOnlyObjectWrapper<>(List.of());

  /// @param contexts of the kubeconfig now
  /// @param access for who may give it
  public ForwardsViewModel(
      Cluster cluster,
      Supplier<List<Context>> contexts,
      Forwards forwards,
      LaptopAccess access,
      Jobs jobs,
      Jobs reads,
      SettingsFile settings,
      Ui ui) {
    this.access = access;
    this.context = cluster.context().name();
    this.kept = new ContextForwards(context, forwards, settings);
    this.forwards = forwards;
    this.allJobs = jobs;
    this.jobs = new ForwardJobs(kept, jobs);
    this.files = new ForwardFiles(cluster.context(), contexts, settings, jobs, reads, ui);
    this.targets = new TargetsViewModel(cluster, reads, ui);
    this.columns = new KeptColumns(settings, ui);
    this.reads = reads;
    this.ui = ui;
    this.newest = ui.newest(this::show);
    this.subscriptions =
        List.of(
            forwards.all().subscribe(ignored -> publish()),
            settings.settings().subscribe(ignored -> publish()));
    show(kept.all());
  }

  private void show(List<ForwardStatus> now) {
    ran.retainAll(now.stream().map(each -> each.spec().name()).collect(Collectors.toSet()));
    now.stream().filter(ForwardJobs::isStarted).map(each -> each.spec().name()).forEach(ran::add);
    rows.set(now);
  }

  /// The name of the context.
  String context() {
    return context;
  }

  /// Live forwards and stopped ones that are kept.
  public ReadOnlyObjectProperty<List<ForwardStatus>> rows() {
    return rows.getReadOnlyProperty();
  }

  /// Those that run, or did since Mooring started.
  List<ForwardStatus> ran() {
    return rows.get().stream().filter(each -> ran.contains(each.spec().name())).toList();
  }

  /// What the cluster has to offer to a new one.
  TargetsViewModel targets() {
    return targets;
  }

  KeptColumns columns() {
    return columns;
  }

  public ForwardJobs jobs() {
    return jobs;
  }

  /// The same, told where the user is: among the jobs of the context in view.
  ForwardJobs jobs(ForwardsViewModel inView) {
    return inView.equals(this) ? jobs : new ForwardJobs(kept, inView.allJobs);
  }

  ForwardFiles files() {
    return files;
  }

  /// What applications may trust to reach a forward that speaks TLS to them. Making it takes its
  /// time.
  void certificate(String name, Consumer<String> then) {
    reads.start(
        Messages.of("job-reading-certificate", name),
        progress -> {
          forwards.certificate(name).ifPresent(text -> ui.execute(() -> then.accept(text)));
          return "";
        });
  }

  /// Fills in the form of this forward for whoever follows it.
  String link(ForwardSpec spec) {
    return ForwardLink.of(context, spec).toString();
  }

  /// Starts what a link asks for, under a name that is still free.
  void start(ForwardLink link) {
    Target target =
        link.target().namespace().isEmpty()
            ? link.target().in(targets.defaultNamespace())
            : link.target();
    String name = target.name();
    for (int i = 2; isThere(name); i++) {
      name = target.name() + "-" + i;
    }
    jobs.start(List.of(ForwardSpec.of(name, target, link.localPort())));
  }

  /// Removes forwards without a job in the drawer: the list shows it, and it can be undone.
  ///
  /// @param then called when all are gone
  /// @param failed told why not
  void remove(List<ForwardStatus> gone, Runnable then, Consumer<Problem> failed) {
    reads
        .start(
            Messages.count("job-removing", gone.size(), gone.getFirst().spec().name()),
            progress -> {
              gone.forEach(each -> kept.remove(each.spec()));
              ui.execute(then);
              return gone;
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed failure) {
                ui.execute(() -> failed.accept(failure.problem()));
              }
            });
  }

  /// Lets laptops reach the services of these forwards, then starts them.
  void allow(List<ForwardSpec> specs) {
    allJobs.start(
        Messages.of("job-allowing", specs.getFirst().target().words()),
        progress -> {
          for (ForwardSpec each : specs) {
            if (each.target() instanceof Target.Service service) {
              access.allow(service);
            }
          }
          ui.execute(() -> jobs.start(specs));
          return specs.size();
        });
  }

  /// What happened to a forward, the newest last.
  public List<ForwardEvent> events(String name) {
    return forwards.events(name);
  }

  /// What went through a forward that notes its requests, the newest last.
  public List<HttpRequest> requests(String name) {
    return forwards.requests(name);
  }

  boolean isThere(String name) {
    return rows.get().stream().anyMatch(each -> each.spec().name().equals(name));
  }

  /// The ServiceAccounts whose identity forwards show, the last one first.
  List<String> accounts() {
    return rows.get().reversed().stream()
        .flatMap(each -> Stream.ofNullable(each.spec().as()))
        .map(AccountName::toString)
        .distinct()
        .toList();
  }

  boolean isStarted(String name) {
    return rows.get().stream()
        .filter(each -> each.spec().name().equals(name))
        .anyMatch(ForwardJobs::isStarted);
  }

  /// One at a time, so that the newest is told last.
  private synchronized void publish() {
    newest.accept(kept.all());
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    columns.close();
  }
}
