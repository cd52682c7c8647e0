package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.debug.WorkloadsView;
import dev.mooring.desktop.forward.ForwardsView;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.ScreenTabs;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.Shells;
import dev.mooring.desktop.registry.ImagesView;
import dev.mooring.desktop.registry.OutsideCard;
import dev.mooring.desktop.shell.Contexts;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.stack.RegistriesViewModel;
import dev.mooring.desktop.stack.RegistryCard;
import dev.mooring.desktop.stack.StackView;
import dev.mooring.desktop.workspace.OpenViewModels;
import dev.mooring.desktop.workspace.ViewModels;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.job.Jobs;
import dev.mooring.job.Subscription;
import dev.mooring.platform.TerminalWindow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Wires workspaces to screens. The one place where a view meets its view model.
final class WorkspaceContexts implements Contexts {
  private final Workspaces workspaces;
  private final OpenViewModels models;
  private final Ui ui;

  WorkspaceContexts(Workspaces workspaces, OpenViewModels models, Ui ui) {
    this.workspaces = workspaces;
    this.models = models;
    this.ui = ui;
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
    public Map<Place, Supplier<Screen>> screens(Surface surface) {
      ViewModels shown = models.of(workspace);
      shown.restore();
      Shells shells =
          new Shells(
              workspace.cluster(), workspaces::source, TerminalWindow::open, workspace.reads(), ui);
      Navigation navigation =
          new Navigation(surface, shown, shells, workspace.cluster(), workspace.reads(), ui);
      Once<ForwardsView> forwarding =
          new Once<>(
              () -> new ForwardsView(shown.forwards(), models.forwards(), surface, navigation));
      Once<ImagesView> showing =
          new Once<>(
              () -> {
                shown.registries().lookOnce();
                return new ImagesView(
                    shown.images(),
                    OutsideCard.opening(shown.outside(), surface),
                    surface,
                    navigation);
              });
      Once<WorkloadsView> running =
          new Once<>(() -> new WorkloadsView(shown.workloads(), surface, ui, navigation));
      navigation.leadTo(forwarding, showing, running);
      Map<Place, Supplier<Screen>> screens = new EnumMap<>(Place.class);
      screens.put(Place.REGISTRY, () -> registries(shown, surface));
      screens.put(Place.FORWARDS, forwarding::get);
      screens.put(Place.IMAGES, showing::get);
      screens.put(Place.WORKLOADS, running::get);
      return screens;
    }

    private static Screen registries(ViewModels shown, Surface surface) {
      RegistriesViewModel registries = shown.registries();
      Action another = RegistryCard.opening(registries, surface);
      Action outside = OutsideCard.opening(shown.outside(), surface);
      return new ScreenTabs<>(
          registries,
          each ->
              new StackView(
                  each,
                  shown.storage(each),
                  surface,
                  another,
                  outside,
                  registries.forgetting(each)),
          List.of(another, outside));
    }
  }
}
