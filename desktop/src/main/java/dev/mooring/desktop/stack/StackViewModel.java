package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Job;
import dev.mooring.job.Jobs;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Finding;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.CancelledInstall;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.Verification;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// One registry of a context: whether it is installed, and what is done about it.
public final class StackViewModel implements AutoCloseable {
  private final Stack stack;
  private final SettingsFile settings;
  private final StackWork ongoing;
  private final Subscription workSubscription;
  private final Ui ui;

  private final Fetched<StackStatus> status;
  private final Fetched<List<Finding>> preflight;
  private final Fetched<Drift> drift;
  private final ChosenOptions options;
  private final ConnectionViewModel connection;
  private final AccessViewModel access;
  private final StackJobs jobs;
  private final UntilReady untilReady;
  private final ReadOnlyObjectWrapper<@Nullable Verification> verification =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Job.@Nullable Snapshot> work = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable CancelledInstall> left =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Finding> volume = new ReadOnlyObjectWrapper<>();
  private Subscription volumes = () -> {};
  private boolean examineAgain;
  private final ReadOnlyBooleanWrapper installed = new ReadOnlyBooleanWrapper();

  /// @param known what it was or would be installed with as far as anybody said
  public StackViewModel(
      StackOptions known,
      Stack stack,
      ConnectionViewModel connection,
      StackWork ongoing,
      Jobs jobs,
      Jobs reads,
      SettingsFile settings,
      Ui ui) {
    this.stack = stack;
    this.connection = connection;
    this.ongoing = ongoing;
    this.settings = settings;
    this.ui = ui;
    this.status = new Fetched<>(Messages.of("looking-for-the-registry"), reads, ui);
    this.preflight = new Fetched<>(Messages.of("checking-the-cluster"), reads, ui);
    this.drift = new Fetched<>(Messages.of("comparing-the-cluster-with-what-is"), reads, ui);
    this.options = new ChosenOptions(settings, known);
    this.access = new AccessViewModel(stack, options::get, jobs, reads, ui);
    this.jobs = new StackJobs(stack, ongoing, options, connection, jobs, reads, ui);
    this.untilReady = new UntilReady(stack, reads, ui, this::refresh);
    options.property().subscribe(connection::at);
    connection.state().addListener((property, before, now) -> connectionMoved());
    status.onValue(this::statusCame);
    this.workSubscription = ongoing.now().subscribe(ui.newest(this::workMoved));
  }

  /// What Install would make of the default registry by the settings.
  public static StackOptions usual(SettingsFile settings) {
    return ChosenOptions.inSettings(settings);
  }

  public Fetched<StackStatus> status() {
    return status;
  }

  /// What stands in the way of an installation. Fetched while nothing is installed.
  public Fetched<List<Finding>> preflight() {
    return preflight;
  }

  /// In what the registry is not as it was installed. Fetched while one is installed; a failure is
  /// no news to those who cannot install.
  public Fetched<Drift> drift() {
    return drift;
  }

  /// Who can use it.
  public AccessViewModel access() {
    return access;
  }

  /// How this machine is connected to it.
  public ConnectionViewModel connection() {
    return connection;
  }

  /// The newest proof of this run, or null.
  public ReadOnlyObjectProperty<@Nullable Verification> verification() {
    return verification.getReadOnlyProperty();
  }

  /// What was found of its volume since Mooring started; null where nobody could look.
  public ReadOnlyObjectProperty<@Nullable Finding> volume() {
    return volume.getReadOnlyProperty();
  }

  /// @param all what is found of volumes, by the registry's namespace
  public void follow(Observed<Map<String, Finding>> all) {
    volumes.close();
    volumes = all.subscribe(ui.newest(now -> volume.set(now.get(options.get().namespace()))));
  }

  /// The running or last failed install, verification or removal; null when there is none.
  public ReadOnlyObjectProperty<Job.@Nullable Snapshot> work() {
    return work.getReadOnlyProperty();
  }

  /// What a cancelled install left, until it is completed, removed or dismissed; or null.
  public ReadOnlyObjectProperty<@Nullable CancelledInstall> left() {
    return left.getReadOnlyProperty();
  }

  /// What Install would use.
  public ReadOnlyObjectProperty<StackOptions> options() {
    return options.property();
  }

  /// The value of [#options] now.
  public StackOptions currentOptions() {
    return options.get();
  }

  /// What commands and tabs call it.
  public String name() {
    return options.get().registry();
  }

  /// Whether it stood when the cluster was asked last.
  public ReadOnlyBooleanProperty installed() {
    return installed.getReadOnlyProperty();
  }

  /// Whether it concerns nobody any more: not installed, and nothing is done or left to tell.
  boolean isOver() {
    StackStatus now = status.value();
    return now != null && !now.installed() && work.get() == null && left.get() == null;
  }

  /// The port under which nodes pull from the registry.
  public int nodePort() {
    return currentOptions().nodePort();
  }

  public boolean working() {
    Job.Snapshot snapshot = work.get();
    return snapshot != null && !snapshot.state().ended();
  }

  /// Whether it is being taken away now.
  boolean leaving() {
    return working() && ongoing.now().get().removes();
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
    int port = asked.localPort(settings.settings().get());
    preflight.fetch(progress -> stack.examine(asked, port, f -> progress.step(f.words())));
  }

  public void use(StackOptions next) {
    use(next, options.login().get());
  }

  /// @param login whether the next install gives a cache the login that Docker keeps
  void use(StackOptions next, boolean login) {
    boolean same = next.equals(options.get());
    if (!same) {
      options.choose(next);
    }
    options.chooseLogin(login);
    if (!same) {
      preflight.clear();
      refresh();
    }
  }

  /// Whether something is chosen that is not installed yet.
  boolean hasChoice() {
    return options.pending() != null || options.login().get();
  }

  /// Forgets what was chosen and not installed yet.
  void dropChoice() {
    options.drop();
    preflight.clear();
    refresh();
  }

  /// Whether the next install gives a cache the login that Docker keeps.
  ReadOnlyBooleanProperty login() {
    return options.login();
  }

  /// What is being done to it.
  public StackWork ongoing() {
    return ongoing;
  }

  /// What can be done with it.
  public StackJobs jobs() {
    return jobs;
  }

  private void statusCame(StackStatus now) {
    options.recorded(now.options(), now.installed());
    boolean before = installed.get();
    if (now.installed() && !before) {
      // What failed for want of a registry failed for no reason that is left.
      ongoing.forgive();
    }
    if (now.ready()) {
      ongoing.complete();
    }
    if (before && !now.installed()) {
      preflight.clear();
    }
    if (!now.installed() && !working() && connection.misses()) {
      connection.leave();
    }
    installed.set(now.installed());
    if (now.installed()) {
      StackOptions there = now.options();
      access.read(there);
      drift.fetch(progress -> stack.drift(there));
    } else if (examineAgain || preflight.value() == null) {
      examine();
    }
    examineAgain = false;
    untilReady.after(now);
  }

  /// Somebody took it away behind this window: what stands is looked at, and nobody waits for it.
  private void connectionMoved() {
    if (!working() && connection.misses()) {
      refresh();
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
    untilReady.close();
    workSubscription.close();
    volumes.close();
    connection.close();
  }
}
