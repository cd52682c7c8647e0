package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryForwards;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.options.StackOptions;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// How this machine is connected to one registry of a context.
public final class ConnectionViewModel implements AutoCloseable {
  private final RegistryForwards registries;
  private final KeptRegistries kept;
  private final Jobs jobs;
  private final SettingsFile settings;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<ConnectionState> state =
      new ReadOnlyObjectWrapper<>(new ConnectionState.Disconnected());
  private StackOptions options;
  private RegistryPlace location;
  private Subscription subscription;

  public ConnectionViewModel(
      RegistryForwards registries, KeptRegistries kept, Jobs jobs, SettingsFile settings, Ui ui) {
    this.registries = registries;
    this.kept = kept;
    this.jobs = jobs;
    this.settings = settings;
    this.ui = ui;
    // Until the cluster says where it is.
    this.options = StackOptions.defaults();
    this.location = options.location();
    this.subscription = follow();
  }

  public ReadOnlyObjectProperty<ConnectionState> state() {
    return state.getReadOnlyProperty();
  }

  /// The registry turned out to be somewhere else, where it did.
  void at(StackOptions now) {
    options = now;
    RegistryPlace next = now.location();
    if (!next.equals(location)) {
      location = next;
      subscription.close();
      subscription = follow();
    }
  }

  private Subscription follow() {
    RegistryForward forward = registries.to(location);
    // What another registry said last may be shown later than this one's first word.
    return forward.state().subscribe(ui.newest(ignored -> state.set(current())));
  }

  private ConnectionState current() {
    return registries.to(location).state().get();
  }

  public void connect() {
    connect(options.localPort(settings.settings().get()));
  }

  /// The same on another port, which is also kept as the setting: that is the default registry's.
  public void connectAlways(int port) {
    if (options.isDefault()) {
      settings.update(s -> s.withLocalPort(port));
    }
    connect(port);
  }

  private void connect(int port) {
    RegistryPlace to = location;
    jobs.start(
        StackJobs.about(options, Messages.of("connecting-to-the-registry")),
        progress -> kept.connect(to, port),
        connected -> Messages.of("listening-on", Connections.address(connected)));
  }

  /// Connects again to what was connected when Mooring ended.
  public void restore() {
    for (RegistryPlace each : kept.interrupted()) {
      jobs.start(
          Messages.of("reconnecting-to", each.words()), progress -> restored(each), words -> words);
    }
  }

  /// What was uninstalled meanwhile is nothing to reconnect to, now or at the next start.
  private String restored(RegistryPlace registry) throws InterruptedException {
    try {
      return Messages.of("listening-on", Connections.address(kept.restore(registry)));
    } catch (MooringException e) {
      if (e.problem().code() != Code.REGISTRY_MISSING) {
        throw e;
      }
      kept.disconnect(registry);
      return Messages.of("no-longer-installed");
    }
  }

  void disconnect() {
    RegistryPlace from = location;
    jobs.start(
        StackJobs.about(options, Messages.of("disconnecting-from-the-registry")),
        progress -> {
          kept.disconnect(from);
          return "";
        });
  }

  /// Whether it waits for a registry that nobody finds any more.
  boolean misses() {
    return state.get() instanceof ConnectionState.Degraded now
        && now.problem().code() == Code.REGISTRY_MISSING;
  }

  /// The registry is known to be gone: its port is given back.
  void leave() {
    RegistryPlace from = location;
    jobs.start(
        StackJobs.about(options, Messages.of("disconnecting-from-the-registry")),
        progress -> {
          kept.disconnect(from);
          return Messages.of("no-longer-installed");
        },
        words -> words);
  }

  /// The registry there is about to go. On the thread of its job.
  void end(RegistryPlace there) {
    kept.disconnect(there);
  }

  /// A failure to connect is over when what it missed is proven to be there.
  void proven(RegistryPlace there) {
    RegistryForward forward = registries.to(there);
    if (forward.state().get() instanceof ConnectionState.Failed) {
      forward.disconnect();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
