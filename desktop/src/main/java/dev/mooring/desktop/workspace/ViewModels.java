package dev.mooring.desktop.workspace;

import dev.mooring.desktop.debug.WorkloadsViewModel;
import dev.mooring.desktop.forward.ForwardsViewModel;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.ImageSources;
import dev.mooring.desktop.registry.ImagesViewModel;
import dev.mooring.desktop.stack.ConnectionViewModel;
import dev.mooring.desktop.stack.StackViewModel;
import dev.mooring.desktop.stack.StackWork;
import dev.mooring.desktop.stack.StorageJobs;
import dev.mooring.engine.Engine;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.collect.GarbageCollection;
import java.util.List;
import java.util.function.Supplier;

/// What the screens of one open context show. It belongs to the context and not to a screen: what
/// was read and chosen is still there when the context is shown again. On the UI's thread.
public final class ViewModels implements AutoCloseable {
  private final StackViewModel stack;
  private final StorageJobs storage;
  private final ForwardsViewModel forwards;
  private final ImagesViewModel images;
  private final WorkloadsViewModel workloads;
  private boolean restored;

  ViewModels(Workspace workspace, SettingsFile settings, Supplier<List<Engine>> engines, Ui ui) {
    Jobs jobs = workspace.jobs();
    Jobs reads = workspace.reads();
    ConnectionViewModel connection =
        new ConnectionViewModel(
            workspace.mesh(),
            new KeptRegistries(workspace.context().name(), workspace.mesh(), settings),
            jobs,
            settings,
            ui);
    StackWork ongoing = new StackWork();
    stack =
        new StackViewModel(workspace.stack(), connection, ongoing, jobs, reads, settings, ui);
    storage =
        new StorageJobs(
            new GarbageCollection(workspace.cluster()),
            workspace.mesh()::fresh,
            address -> workspace.registry(address.getPort()),
            () -> stack.options().get(),
            ongoing,
            jobs,
            reads,
            ui);
    forwards =
        new ForwardsViewModel(workspace.cluster(), workspace.forwards(), jobs, reads, settings, ui);
    images =
        new ImagesViewModel(
            workspace.cluster(),
            connection.state(),
            workspace::registry,
            stack::nodePort,
            new ImageSources(
                engines,
                workspace.sample(),
                () -> RemoteRegistries.ofUser(() -> settings.settings().get())),
            jobs,
            reads,
            ui,
            connection::connect);
    workloads =
        new WorkloadsViewModel(
            workspace.cluster(),
            workspace.debugger(),
            workspace.forwards(),
            jobs,
            reads,
            settings,
            ui);
  }

  public StackViewModel stack() {
    return stack;
  }

  public StorageJobs storage() {
    return storage;
  }

  public ForwardsViewModel forwards() {
    return forwards;
  }

  public ImagesViewModel images() {
    return images;
  }

  public WorkloadsViewModel workloads() {
    return workloads;
  }

  /// Brings back, once, what ran when Mooring ended.
  public void restore() {
    if (!restored) {
      restored = true;
      forwards.jobs().restore();
      stack.connection().restore();
    }
  }

  @Override
  public void close() {
    workloads.close();
    images.close();
    forwards.close();
    stack.close();
  }
}
