package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.desktop.debug.WorkloadsView;
import dev.mooring.desktop.debug.WorkloadsViewModel;
import dev.mooring.desktop.forward.ForwardsView;
import dev.mooring.desktop.forward.ForwardsViewModel;
import dev.mooring.desktop.forward.OtherForwards;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.ImagesView;
import dev.mooring.desktop.registry.ImagesViewModel;
import dev.mooring.desktop.shell.Contexts;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.stack.StackView;
import dev.mooring.desktop.stack.StackViewModel;
import dev.mooring.desktop.stack.StackWork;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.engine.Engine;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.settings.SettingsFile;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Wires workspaces to screens. The one place where a view model meets its parts.
final class WorkspaceContexts implements Contexts {
  private final Workspaces workspaces;
  private final SettingsFile settings;
  private final Supplier<List<Engine>> engines;
  private final Ui ui;
  private Consumer<String> show = name -> {};
  private final Set<String> restored = new HashSet<>();

  /// What runs and what was proven, for as long as a context is open.
  private final Map<Workspace, StackWork> works = new ConcurrentHashMap<>();

  WorkspaceContexts(
      Workspaces workspaces, SettingsFile settings, Supplier<List<Engine>> engines, Ui ui) {
    this.workspaces = workspaces;
    this.settings = settings;
    this.engines = engines;
    this.ui = ui;
  }

  /// @param other brings a context into view
  void onShow(Consumer<String> other) {
    show = other;
  }

  @Override
  public String source() {
    return workspaces.source();
  }

  @Override
  public boolean exist() {
    return workspaces.exist();
  }

  @Override
  public List<Context> list() {
    return workspaces.contexts();
  }

  @Override
  public Subscription follow(Runnable changed) {
    return workspaces.follow(changed);
  }

  @Override
  public Opened open(@Nullable String name) {
    return new OpenWorkspace(workspaces.open(name));
  }

  private final class OpenWorkspace implements Opened {
    private final Workspace workspace;

    OpenWorkspace(Workspace workspace) {
      this.workspace = workspace;
    }

    @Override
    public Context context() {
      return workspace.context();
    }

    @Override
    public Cluster cluster() {
      return workspace.cluster();
    }

    @Override
    public Jobs jobs() {
      return workspace.jobs();
    }

    @Override
    public Jobs reads() {
      return workspace.reads();
    }

    @Override
    public Map<Place, Screen> screens(Surface surface) {
      Jobs jobs = workspace.jobs();
      Jobs reads = workspace.reads();
      StackViewModel stack =
          new StackViewModel(
              workspace.stack(),
              workspace.mesh(),
              new KeptRegistries(workspace.context().name(), workspace.mesh(), settings),
              works.computeIfAbsent(workspace, ignored -> new StackWork()),
              jobs,
              reads,
              settings,
              ui);
      ForwardsViewModel forwards =
          new ForwardsViewModel(
              workspace.cluster(),
              workspace.forwards(),
              new OtherForwards(workspaces, workspace.context().name(), name -> show.accept(name)),
              jobs,
              reads,
              settings,
              ui);
      ImagesViewModel images =
          new ImagesViewModel(
              workspace.cluster(),
              stack.connection(),
              workspace::registry,
              engines,
              jobs,
              reads,
              ui,
              stack::connect);
      WorkloadsViewModel workloads =
          new WorkloadsViewModel(
              workspace.cluster(),
              workspace.debugger(),
              workspace.forwards(),
              jobs,
              reads,
              settings,
              ui);
      if (restored.add(workspace.context().name())) {
        forwards.jobs().restore();
        stack.restore();
      }
      Map<Place, Screen> screens = new EnumMap<>(Place.class);
      screens.put(Place.REGISTRY, new StackView(stack, surface));
      ForwardsView forwarding = new ForwardsView(forwards, surface);
      screens.put(Place.FORWARDS, forwarding);
      screens.put(Place.IMAGES, new ImagesView(images, surface));
      screens.put(
          Place.WORKLOADS,
          new WorkloadsView(
              workloads,
              surface,
              ui,
              target -> {
                surface.show(forwarding);
                forwarding.propose(target);
              }));
      return screens;
    }
  }
}
