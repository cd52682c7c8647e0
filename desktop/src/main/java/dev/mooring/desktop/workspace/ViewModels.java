package dev.mooring.desktop.workspace;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.debug.WorkloadsViewModel;
import dev.mooring.desktop.forward.ForwardsViewModel;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.ImagesViewModel;
import dev.mooring.desktop.registry.OpenImages;
import dev.mooring.desktop.registry.OutsideViewModel;
import dev.mooring.desktop.registry.source.ClusterSource;
import dev.mooring.desktop.registry.source.ImageSources;
import dev.mooring.desktop.registry.source.Sources;
import dev.mooring.desktop.stack.ConnectionViewModel;
import dev.mooring.desktop.stack.RegistriesViewModel;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.desktop.stack.StackViewModel;
import dev.mooring.desktop.stack.StackWork;
import dev.mooring.desktop.stack.StorageJobs;
import dev.mooring.engine.Engine;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.KeptRegistries;
import dev.mooring.mesh.NamedRegistries;
import dev.mooring.mesh.NamedRegistry;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.registry.http.WayOut;
import dev.mooring.settings.SettingsFile;
import dev.mooring.stack.EgressWay;
import dev.mooring.stack.MeshServices;
import dev.mooring.stack.archives.ArchiveVolumes;
import dev.mooring.stack.collect.GarbageCollection;
import dev.mooring.stack.options.EgressHost;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What the screens of one open context show. It belongs to the context and not to a screen: what
/// was read and chosen is still there when the context is shown again. On the UI's thread.
public final class ViewModels implements AutoCloseable {
  private final Workspace workspace;
  private final SettingsFile settings;
  private final ImageSources sources;
  private final SeenNames names;
  private final Ui ui;
  private final RegistriesViewModel registries;
  private final OpenImages registryImages;
  private final ImagesViewModel images;
  private final OutsideViewModel outside;
  private final ForwardsViewModel forwards;
  private final WorkloadsViewModel workloads;
  private boolean restored;

  /// By the entrance of the default registry, or of the only one.
  private static void allow(Workspace workspace, SettingsFile settings, Target.Service service)
      throws InterruptedException {
    StackOptions options =
        workspace
            .stack()
            .demand(Optional.empty(), Optional.empty(), StackViewModel.usual(settings));
    new MeshServices(workspace.cluster(), options)
        .allow(service.namespace(), service.name(), service.port());
  }

  ViewModels(
      Workspace workspace,
      Supplier<List<Context>> contexts,
      SettingsFile settings,
      Supplier<List<Engine>> engines,
      SeenNames names,
      Ui ui) {
    this.workspace = workspace;
    this.settings = settings;
    this.names = names;
    this.ui = ui;
    Jobs jobs = workspace.jobs();
    Jobs reads = workspace.reads();
    sources = new ImageSources(engines, workspace.sample(), () -> settings.settings().get());
    outside = new OutsideViewModel(workspace.cluster(), settings, names, reads, ui);
    registries =
        new RegistriesViewModel(
            workspace.stack(),
            StackViewModel.usual(settings),
            this::registry,
            found -> workspace.installed().set(Optional.of(found)),
            names,
            reads,
            ui);
    forwards =
        new ForwardsViewModel(
            workspace.cluster(),
            contexts,
            workspace.forwards(),
            service -> allow(workspace, settings, service),
            jobs,
            reads,
            settings,
            ui);
    workloads =
        new WorkloadsViewModel(
            workspace.cluster(),
            workspace.debugger(),
            workspace.forwards(),
            jobs,
            reads,
            settings,
            ui);
    registryImages = new OpenImages(registries, this::images);
    images =
        new ImagesViewModel(
            workspace.cluster(),
            new Sources(registryImages.sources(), sources, settings, names, reads, ui),
            workspace.layers(),
            jobs,
            reads,
            ui);
  }

  private StackViewModel registry(StackOptions options) {
    StackViewModel model =
        new StackViewModel(
            options,
            workspace.stack(),
            new ConnectionViewModel(
                workspace.mesh(),
                new KeptRegistries(workspace.context().name(), workspace.mesh(), settings),
                workspace.jobs(),
                settings,
                ui),
            new StackWork(),
            workspace.jobs(),
            workspace.reads(),
            settings,
            ui);
    model.follow(workspace.volumes());
    return model;
  }

  public RegistriesViewModel registries() {
    return registries;
  }

  /// The default registry.
  public StackViewModel stack() {
    return registries.first();
  }

  /// What is done with all that a registry holds.
  public StorageJobs storage(StackViewModel registry) {
    return new StorageJobs(
        new GarbageCollection(workspace.cluster()),
        workspace.mesh()::fresh,
        address -> workspace.registry(address.getPort(), registry.currentOptions().namespace()),
        options -> new ArchiveVolumes(workspace.cluster(), workspace.tunnels(), options),
        registry::currentOptions,
        registry.ongoing(),
        workspace.jobs(),
        workspace.reads(),
        ui);
  }

  public ForwardsViewModel forwards() {
    return forwards;
  }

  /// The images of all sources.
  public ImagesViewModel images() {
    return images;
  }

  /// What is known of the images in the cluster's registries.
  public OpenImages registryImages() {
    return registryImages;
  }

  /// The registries outside of the cluster.
  public OutsideViewModel outside() {
    return outside;
  }

  private ClusterSource images(StackViewModel registry) {
    return new ClusterSource(
        registry.name(),
        registry.connection().state(),
        port -> workspace.registry(port, registry.currentOptions().namespace()),
        registry::nodePort,
        sources.by(out(registry)),
        // Names without a host mean the default one.
        registry.currentOptions().isDefault()
            ? names.images(this::addedRegistries)
            : SeenNames.Images.NONE,
        workspace.reads(),
        ui,
        port ->
            port.ifPresentOrElse(
                registry.connection()::connectAlways, registry.connection()::connect));
  }

  private List<String> addedRegistries() {
    return NamedRegistries.all(settings.settings().get()).stream()
        .map(NamedRegistry::name)
        .toList();
  }

  /// Through the registry's egress where it has one.
  private ImageSources.Out out(StackViewModel registry) {
    return new ImageSources.Out() {
      @Override
      public WayOut to(RegistryAddress place) throws InterruptedException {
        // Somebody may have given it an egress meanwhile.
        StackOptions options = workspace.stack().inForce(registry.currentOptions());
        return EgressWay.into(
            options,
            options.firstWriter(),
            place,
            workspace.cluster(),
            workspace.tunnels(),
            workspace.identities());
      }

      @Override
      public List<String> hosts() {
        return registry.currentOptions().additions().egressHosts().stream()
            .map(EgressHost::name)
            .toList();
      }
    };
  }

  public WorkloadsViewModel workloads() {
    return workloads;
  }

  /// Brings back, once, what ran when Mooring ended.
  public void restore() {
    if (!restored) {
      restored = true;
      forwards.jobs().restore();
      stack().connection().restore();
    }
  }

  @Override
  public void close() {
    workloads.close();
    images.close();
    registryImages.close();
    forwards.close();
    registries.close();
  }
}
