package dev.mooring.desktop.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.ForwardEvent;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.Forwards;
import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.ContextForwards;
import dev.mooring.forward.OfferedPorts;
import dev.mooring.forward.Target;
import dev.mooring.forward.TargetCheck;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.platform.FreePorts;
import dev.mooring.problem.Problem;
import dev.mooring.settings.SettingsFile;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The forwards of a context, and the means to make one.
public final class ForwardsViewModel implements AutoCloseable {
  /// Ports below need rights that a user seldom has; 80 becomes 8080, 443 becomes 8443.
  private static final int PRIVILEGED = 1024;

  private static final int UNPRIVILEGED = 8000;

  /// Before the titles of columns in the settings, where lists of other places have theirs too.
  private static final String LIST = "forwards/";

  private final Cluster cluster;
  private final ContextForwards kept;
  private final Forwards forwards;
  private final OtherForwards others;
  private final ForwardJobs jobs;
  private final ForwardFiles files;
  private final SettingsFile settings;
  private final Jobs reads;
  private final Ui ui;
  private final List<Subscription> subscriptions;
  private final Consumer<List<ForwardStatus>> newest;
  private final ReadOnlyObjectWrapper<List<String>> hiddenColumns =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<ForwardStatus>> rows =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Map<String, Integer>> elsewhere =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final Fetched<List<String>> namespaces;
  private final Fetched<List<Choice>> choices;

  /// Something in the cluster that a forward can lead to.
  ///
  /// @param ports numbers, or names where the number is not said; the likeliest first
  public record Choice(String name, List<String> ports) {}

  public ForwardsViewModel(
      Cluster cluster,
      Forwards forwards,
      OtherForwards others,
      Jobs jobs,
      Jobs reads,
      SettingsFile settings,
      Ui ui) {
    this.cluster = cluster;
    this.kept = new ContextForwards(cluster.context().name(), forwards, settings);
    this.forwards = forwards;
    this.others = others;
    this.settings = settings;
    this.jobs = new ForwardJobs(kept, jobs);
    this.files = new ForwardFiles(cluster.context(), settings, jobs, reads, ui);
    this.reads = reads;
    this.ui = ui;
    this.namespaces = new Fetched<>(Messages.of("job-reading-namespaces"), reads, ui);
    this.choices = new Fetched<>(Messages.of("job-reading-targets"), reads, ui);
    this.newest = ui.newest(rows::set);
    Consumer<List<String>> columns = ui.newest(hiddenColumns::set);
    this.subscriptions =
        List.of(
            forwards.all().subscribe(ignored -> publish()),
            settings
                .settings()
                .subscribe(
                    now -> {
                      publish();
                      columns.accept(now.hiddenColumns());
                    }));
    rows.set(kept.all());
    Consumer<Boolean> counted = ui.newest(ignored -> elsewhere.set(others.active()));
    others.observe(() -> counted.accept(true));
  }

  /// Live forwards and stopped ones that are kept.
  public ReadOnlyObjectProperty<List<ForwardStatus>> rows() {
    return rows.getReadOnlyProperty();
  }

  /// How many are active in other open contexts, by context.
  ReadOnlyObjectProperty<Map<String, Integer>> elsewhere() {
    return elsewhere.getReadOnlyProperty();
  }

  /// Brings another context into view.
  void showContext(String name) {
    others.show(name);
  }

  public Fetched<List<String>> namespaces() {
    return namespaces;
  }

  public Fetched<List<Choice>> choices() {
    return choices;
  }

  public String defaultNamespace() {
    String namespace = cluster.context().namespace();
    return namespace.isEmpty() ? "default" : namespace;
  }

  public void readNamespaces() {
    namespaces.fetch(progress -> cluster.namespaces());
  }

  /// @param kind "Service", "Deployment", "StatefulSet", "DaemonSet" or "Pod"
  public void readChoices(String kind, String namespace) {
    choices.clear();
    choices.fetch(
        progress ->
            cluster.list(Targets.kind(kind), namespace, "").stream()
                .filter(each -> !each.deleting())
                .map(each -> new Choice(each.name(), OfferedPorts.of(each)))
                .sorted(java.util.Comparator.comparing(Choice::name))
                .toList());
  }

  /// Asks the cluster whether a target is there.
  ///
  /// @param then told what is wrong; nothing where it is good, or where nobody can tell
  void checkTarget(Target target, Consumer<Optional<Problem>> then) {
    reads
        .start(
            Messages.of("job-checking-target", target.words()),
            progress -> {
              Optional<Problem> wrong = TargetCheck.of(cluster, target);
              ui.execute(() -> then.accept(wrong));
              return wrong.isEmpty();
            })
        .observe(
            snapshot -> {
              if (snapshot.state() instanceof JobState.Failed) {
                ui.execute(() -> then.accept(Optional.empty()));
              }
            });
  }

  /// Finds a free local port at or after the wanted one.
  public void offerPort(int wanted, IntConsumer then) {
    int first = wanted < PRIVILEGED ? wanted + UNPRIVILEGED : wanted;
    reads.start(
        Messages.of("job-free-port"),
        progress -> {
          int free = FreePorts.after(first - 1).orElse(0);
          ui.execute(() -> then.accept(free));
          return free;
        });
  }

  /// What applications may trust to reach a forward that speaks TLS to them. Making it takes its
  /// time.
  void certificate(String name, Consumer<String> then) {
    reads.start(
        Messages.of("job-reading-certificate", name),
        progress -> {
          Optional<String> pem = forwards.certificate(name);
          pem.ifPresent(text -> ui.execute(() -> then.accept(text)));
          return pem.isPresent();
        });
  }

  /// Fills in the form of this forward for whoever follows it.
  String link(ForwardSpec spec) {
    return ForwardLink.of(cluster.context().name(), spec).toString();
  }

  /// The name of the context.
  String context() {
    return cluster.context().name();
  }

  /// Starts what a link asks for, under a name that is still free.
  void start(ForwardLink link) {
    Target target =
        link.target().namespace().isEmpty() ? link.target().in(defaultNamespace()) : link.target();
    String name = target.name();
    for (int i = 2; isThere(name); i++) {
      name = target.name() + "-" + i;
    }
    jobs.start(List.of(ForwardSpec.of(name, target, link.localPort())));
  }

  public ForwardJobs jobs() {
    return jobs;
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

  ForwardFiles files() {
    return files;
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

  boolean isStarted(String name) {
    return rows.get().stream()
        .filter(each -> each.spec().name().equals(name))
        .anyMatch(ForwardJobs::isStarted);
  }

  /// How wide the user made columns, by title.
  Map<String, Integer> columnWidths() {
    Map<String, Integer> widths = new HashMap<>();
    settings
        .settings()
        .get()
        .columnWidths()
        .forEach(
            (column, width) -> {
              if (column.startsWith(LIST)) {
                widths.put(column.substring(LIST.length()), width);
              }
            });
    return widths;
  }

  void keepColumnWidths(Map<String, Integer> widths) {
    settings.update(
        s -> {
          Map<String, Integer> all = new LinkedHashMap<>(s.columnWidths());
          widths.forEach((title, width) -> all.put(LIST + title, width));
          return s.withColumnWidths(all);
        });
  }

  /// Columns that the user took away, by title.
  public ReadOnlyObjectProperty<List<String>> hiddenColumns() {
    return hiddenColumns.getReadOnlyProperty();
  }

  public void hideColumns(List<String> titles) {
    settings.update(s -> s.withHiddenColumns(titles));
  }

  /// One at a time, so that the newest is told last.
  private synchronized void publish() {
    newest.accept(kept.all());
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    others.close();
  }
}
