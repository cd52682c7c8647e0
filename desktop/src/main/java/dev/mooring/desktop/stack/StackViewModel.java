package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Job;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.job.Work;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry of a context: what is installed, how we are connected, who may write.
public final class StackViewModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StackViewModel.class);

  private final Stack stack;
  private final RegistryForwards registries;
  private final KeptRegistries kept;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final SettingsFile settings;
  private final StackWork ongoing;
  private final Subscription workSubscription;
  private Subscription connectionSubscription;

  private final Fetched<StackStatus> status;
  private final Fetched<List<Finding>> preflight;
  private final Fetched<List<Writer>> writers;
  private final ReadOnlyObjectWrapper<ConnectionState> connection =
      new ReadOnlyObjectWrapper<>(new ConnectionState.Disconnected());
  private final ReadOnlyObjectWrapper<@Nullable Verification> verification =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Job.@Nullable Snapshot> work = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable CancelledInstall> left =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<StackOptions> options;
  private StackOptions known;
  private @Nullable Choice choice;
  private boolean examineAgain;
  private boolean wasInstalled;

  /// What the user changed and did not install yet.
  ///
  /// @param before the options as they were known then
  private record Choice(StackOptions before, StackOptions after) {
    StackOptions over(StackOptions recorded) {
      return recorded.withChanges(before, after);
    }
  }

  public StackViewModel(
      Stack stack,
      RegistryForwards registries,
      KeptRegistries kept,
      StackWork ongoing,
      Jobs jobs,
      Jobs reads,
      SettingsFile settings,
      Ui ui) {
    this.stack = stack;
    this.registries = registries;
    this.kept = kept;
    this.ongoing = ongoing;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.settings = settings;
    this.status = new Fetched<>(Messages.of("looking-for-the-registry"), reads, ui);
    this.preflight = new Fetched<>(Messages.of("checking-the-cluster"), reads, ui);
    this.writers = new Fetched<>(Messages.of("reading-the-writers"), reads, ui);
    this.known = options(settings);
    this.options = new ReadOnlyObjectWrapper<>(known);
    this.connectionSubscription = follow(options.get().location());
    status.onValue(this::statusCame);
    this.workSubscription = ongoing.now().subscribe(ui.newest(this::workMoved));
  }

  private Subscription follow(RegistryLocation location) {
    return registries.to(location).state().subscribe(ui.newest(connection::set));
  }

  /// A settings file may say anything; what is no image is not installed.
  private static StackOptions options(SettingsFile settings) {
    StackOptions defaults = StackOptions.defaults();
    try {
      return defaults.withRegistryImage(settings.settings().get().registryImage());
    } catch (MooringException e) {
      LOG.warn("The settings name no registry image: {}", e.problem());
      return defaults;
    }
  }

  public Fetched<StackStatus> status() {
    return status;
  }

  /// What stands in the way of an installation. Fetched while nothing is installed.
  public Fetched<List<Finding>> preflight() {
    return preflight;
  }

  public Fetched<List<Writer>> writers() {
    return writers;
  }

  public ReadOnlyObjectProperty<ConnectionState> connection() {
    return connection.getReadOnlyProperty();
  }

  /// The newest proof of this run, or null.
  public ReadOnlyObjectProperty<@Nullable Verification> verification() {
    return verification.getReadOnlyProperty();
  }

  /// The running or last failed install, verification or removal; null when there is none.
  public ReadOnlyObjectProperty<Job.@Nullable Snapshot> work() {
    return work.getReadOnlyProperty();
  }

  /// What a cancelled install left, until it is completed, removed or dismissed; or null.
  public ReadOnlyObjectProperty<@Nullable CancelledInstall> left() {
    return left.getReadOnlyProperty();
  }

  /// What Install would use: what the user chose here, over what the install that stands was made
  /// with, over the settings.
  public ReadOnlyObjectProperty<StackOptions> options() {
    return options.getReadOnlyProperty();
  }

  public boolean working() {
    Job.Snapshot snapshot = work.get();
    return snapshot != null && !snapshot.state().ended();
  }

  public void refresh() {
    StackOptions asked = options.get();
    status.fetch(progress -> stack.status(asked));
  }

  /// Also what is seldom looked at again.
  public void refreshAll() {
    examineAgain = true;
    refresh();
  }

  public void examine() {
    StackOptions asked = options.get();
    int port = settings.settings().get().localPort();
    preflight.fetch(progress -> stack.examine(asked, port, f -> progress.step(f.words())));
  }

  public void use(StackOptions next) {
    if (next.equals(options.get())) {
      return;
    }
    choice = next.equals(known) ? null : new Choice(known, next);
    show(next);
    if (!next.registryImage().equals(settings.settings().get().registryImage())) {
      settings.update(s -> s.withRegistryImage(next.registryImage()));
    }
    preflight.clear();
    refresh();
  }

  private void show(StackOptions next) {
    RegistryLocation before = options.get().location();
    options.set(next);
    if (!next.location().equals(before)) {
      connectionSubscription.close();
      connectionSubscription = follow(next.location());
    }
  }

  /// Installs, then proves it: done means proven.
  public void install() {
    StackOptions asked = options.get();
    Choice chosen = choice;
    AtomicBoolean complete = new AtomicBoolean();
    ongoing.start(
        jobs,
        Messages.of("installing-the-registry"),
        progress -> {
          // It may be asked for before it is known what was chosen earlier.
          StackOptions recorded = stack.inForce(asked);
          StackOptions wanted = chosen == null ? recorded : chosen.over(recorded);
          Stack.Installation made = stack.install(wanted, progress);
          complete.set(true);
          ui.execute(() -> carriedOut(chosen));
          Verification proof = stack.verify(wanted, progress);
          proved(wanted, proof);
          return Messages.count("applied-objects", made.written(), Proofs.words(proof));
        },
        () -> {
          if (!complete.get()) {
            lookWhatIsLeft(asked);
          }
        });
  }

  private void lookWhatIsLeft(StackOptions asked) {
    try {
      reads.start(
          Messages.of("looking-at-what-the-install-left"),
          progress -> {
            ongoing.left(CancelledInstall.look(stack, asked));
            return "";
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("The install was cancelled because Mooring ends");
    }
  }

  /// The cluster has recorded it now.
  private void carriedOut(@Nullable Choice chosen) {
    if (Objects.equals(choice, chosen)) {
      choice = null;
    }
  }

  public void verify() {
    StackOptions asked = options.get();
    run(
        Messages.of("verifying-the-registry"),
        progress -> {
          Verification proof = stack.verify(asked, progress);
          proved(asked, proof);
          return Proofs.words(proof);
        });
  }

  /// Asks what [#install] would change.
  public Fetched<Plan> plan() {
    StackOptions asked = options.get();
    Fetched<Plan> plan =
        new Fetched<>(Messages.of("comparing-the-cluster-with-what-is"), reads, ui);
    plan.fetch(progress -> stack.plan(asked));
    return plan;
  }

  /// Asks which objects [#uninstall] would remove.
  public Fetched<List<String>> planUninstall(Stack.DataFate data) {
    StackOptions asked = options.get();
    Fetched<List<String>> plan =
        new Fetched<>(Messages.of("listing-what-uninstall-removes"), reads, ui);
    plan.fetch(
        progress ->
            stack.planUninstall(asked, data).steps().stream().map(Plan.Step::object).toList());
    return plan;
  }

  public void uninstall(Stack.DataFate data) {
    StackOptions asked = options.get();
    run(
        Messages.of("uninstalling-the-registry"),
        progress -> {
          kept.disconnect(asked.location());
          List<String> removed = stack.uninstall(asked, data, progress);
          ongoing.proved(null);
          ui.execute(preflight::clear);
          return Messages.count("removed-objects", removed.size());
        });
  }

  public void connect() {
    connect(settings.settings().get().localPort());
  }

  /// @param port 0 for any free one
  public void connect(int port) {
    RegistryLocation location = options.get().location();
    jobs.start(
        Messages.of("connecting-to-the-registry"),
        progress -> kept.connect(location, port),
        connected -> Messages.of("listening-on", Connections.address(connected)));
  }

  /// Connects again to what was connected when Mooring ended.
  public void restore() {
    for (RegistryPlace each : kept.interrupted()) {
      jobs.start(
          Messages.of("reconnecting-to", each.words()),
          progress -> kept.restore(each),
          connected -> Messages.of("listening-on", Connections.address(connected)));
    }
  }

  /// The same on a port that is also kept as the setting.
  public void connectAlways(int port) {
    settings.update(s -> s.withLocalPort(port));
    connect(port);
  }

  public void disconnect() {
    RegistryLocation location = options.get().location();
    jobs.start(
        Messages.of("disconnecting-from-the-registry"),
        progress -> {
          kept.disconnect(location);
          return "";
        });
  }

  /// @param rbac gets the YAML that the person needs
  public void addWriter(Writer writer, Consumer<String> rbac) {
    StackOptions asked = options.get();
    jobs.start(
        Messages.of("adding-writer", writer.name()),
        progress -> {
          String yaml = stack.addWriter(asked, writer, writer.name()).yaml();
          ui.execute(
              () -> {
                rbac.accept(yaml);
                readWriters();
              });
          return yaml;
        },
        yaml -> Messages.of("may-write-2", writer.name()));
  }

  public void removeWriter(Writer writer) {
    StackOptions asked = options.get();
    jobs.start(
        Messages.of("removing-writer", writer.name()),
        progress -> {
          stack.removeWriter(asked, writer.name(), writer.namespace());
          ui.execute(this::readWriters);
          return "";
        },
        ignored -> Messages.of("may-write-no-more", writer.name()));
  }

  public void readWriters() {
    StackOptions asked = options.get();
    writers.fetch(progress -> stack.writers(asked));
  }

  private void statusCame(StackStatus now) {
    known = now.options();
    Choice chosen = choice;
    show(chosen == null ? known : chosen.over(known));
    if (now.installed() && !wasInstalled) {
      // What failed for want of a registry failed for no reason that is left.
      ongoing.forgive();
    }
    if (now.ready()) {
      ongoing.complete();
    }
    wasInstalled = now.installed();
    if (now.installed()) {
      readWriters();
    } else if (examineAgain || preflight.value() == null) {
      examine();
    }
    examineAgain = false;
  }

  private void run(String title, Work<String> what) {
    ongoing.start(jobs, title, what, () -> {});
  }

  /// A failure to connect is over when what it missed is proven to be there.
  private void proved(StackOptions asked, Verification proof) {
    ongoing.proved(proof);
    RegistryForward forward = registries.to(asked.location());
    if (proof.passed() && forward.state().get() instanceof ConnectionState.Failed) {
      forward.disconnect();
    }
  }

  private void workMoved(StackWork.Now now) {
    boolean ran = working();
    work.set(now.job());
    verification.set(now.proof());
    left.set(now.left());
    if (ran && !now.running()) {
      refresh();
    }
  }

  /// Takes the last failure, or what a cancelled install left, off the screen.
  public void dismiss() {
    ongoing.dismiss();
  }

  @Override
  public void close() {
    workSubscription.close();
    connectionSubscription.close();
  }
}
