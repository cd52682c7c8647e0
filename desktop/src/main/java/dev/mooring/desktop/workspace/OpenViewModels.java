package dev.mooring.desktop.workspace;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.forward.OpenForwards;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.engine.Engine;
import dev.mooring.job.Subscription;
import dev.mooring.settings.SettingsFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The view models of every context that is open, also of one that no window has shown yet. On the
/// UI's thread.
public final class OpenViewModels implements AutoCloseable {
  private final Supplier<List<Engine>> engines;
  private final SettingsFile settings;
  private final Supplier<List<Context>> contexts;
  private final SeenNames names;
  private final Ui ui;
  private final Map<Workspace, ViewModels> open = new LinkedHashMap<>();
  private final OpenForwards forwards = new OpenForwards();
  private final Subscription subscription;
  private boolean closed;

  /// @param engines Docker and Podman of this machine; called in the background
  /// @param names of registries, for the shells
  public OpenViewModels(
      Workspaces workspaces,
      SettingsFile settings,
      Supplier<List<Engine>> engines,
      SeenNames names,
      Ui ui) {
    this.contexts = workspaces::contexts;
    this.names = names;
    this.settings = settings;
    this.engines = engines;
    this.ui = ui;
    this.subscription = workspaces.all().subscribe(ui.newest(this::follow));
  }

  private void follow(List<Workspace> now) {
    if (closed) {
      return;
    }
    for (Workspace each : List.copyOf(open.keySet())) {
      if (!now.contains(each)) {
        ViewModels gone = open.remove(each);
        if (gone != null) {
          gone.close();
        }
      }
    }
    now.forEach(this::of);
    tell();
  }

  /// Those of a context that is open.
  public ViewModels of(Workspace workspace) {
    ViewModels there = open.get(workspace);
    if (there != null) {
      return there;
    }
    ViewModels made = new ViewModels(workspace, contexts, settings, engines, names, ui);
    open.put(workspace, made);
    tell();
    return made;
  }

  private void tell() {
    forwards.show(open.values().stream().map(ViewModels::forwards).toList());
  }

  /// The forwards of all of them.
  public OpenForwards forwards() {
    return forwards;
  }

  @Override
  public void close() {
    closed = true;
    subscription.close();
    open.values().forEach(ViewModels::close);
    open.clear();
  }
}
