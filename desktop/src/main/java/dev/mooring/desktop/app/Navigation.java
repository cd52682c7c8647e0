package dev.mooring.desktop.app;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.desktop.debug.WorkloadsView;
import dev.mooring.desktop.forward.ForwardsView;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.KnownImages;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.pod.Shells;
import dev.mooring.desktop.registry.ImagesView;
import dev.mooring.desktop.workspace.ViewModels;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.workload.PodContainers;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/// Leads from a pod or workload to the place that does what was asked for.
final class Navigation implements PodNavigation {
  private final Surface surface;
  private final ViewModels models;
  private final Shells shells;
  private final Cluster cluster;
  private final Jobs reads;
  private final Ui ui;
  private @Nullable Supplier<ForwardsView> forwards;
  private @Nullable Supplier<ImagesView> images;
  private @Nullable Supplier<WorkloadsView> workloads;

  Navigation(
      Surface surface, ViewModels models, Shells shells, Cluster cluster, Jobs reads, Ui ui) {
    this.surface = surface;
    this.models = models;
    this.shells = shells;
    this.cluster = cluster;
    this.reads = reads;
    this.ui = ui;
  }

  /// The screens, which are made with this one, when they are first asked for.
  void leadTo(
      Supplier<ForwardsView> forwarding,
      Supplier<ImagesView> showing,
      Supplier<WorkloadsView> running) {
    forwards = forwarding;
    images = showing;
    workloads = running;
  }

  @Override
  public void debug(Target target) {
    if (workloads != null) {
      WorkloadsView running = workloads.get();
      surface.show(running);
      running.debug(target);
    }
  }

  @Override
  public String whyNotDebug(Target target) {
    return models.workloads().whyNotDebug(target);
  }

  @Override
  public void forward(Target target) {
    if (forwards != null) {
      ForwardsView forwarding = forwards.get();
      surface.show(forwarding);
      forwarding.propose(target);
    }
  }

  @Override
  public void forward(List<Target> targets) {
    if (forwards != null) {
      ForwardsView forwarding = forwards.get();
      surface.show(forwarding);
      forwarding.start(targets);
    }
  }

  @Override
  public void showLogs(Target target) {
    if (workloads != null) {
      WorkloadsView running = workloads.get();
      surface.show(running);
      running.openLog(target);
    }
  }

  @Override
  public void openTerminal(Target target) {
    shells.open(target, surface);
  }

  @Override
  public void showImage(Chosen chosen) {
    if (!chosen.images().isEmpty()) {
      show(chosen.images());
      return;
    }
    Fetched<List<String>> read =
        new Fetched<>(Messages.of("reading-the-images-of", chosen.target().words()), reads, ui);
    read.fetch(progress -> imagesOf(chosen.target()));
    read.then(this::show, surface::tell);
  }

  private List<String> imagesOf(Target target) throws InterruptedException {
    List<KubeObject> pods = PodContainers.pods(cluster, target);
    return pods.isEmpty()
        ? List.of()
        : pods.getFirst().at("spec", "containers").stream()
            .map(each -> each.at("image").textOrEmpty())
            .toList();
  }

  private void show(List<String> names) {
    KnownImages known = models.registryImages().known().get();
    String why = known.whyNot(names);
    if (!why.isEmpty()) {
      surface.toast(Messages.of("no-image-to-show", String.join(", ", names), why));
    } else if (images != null) {
      ImagesView showing = images.get();
      surface.show(showing);
      models
          .registryImages()
          .holder(names)
          .ifPresent(source -> known.first(names).ifPresent(image -> showing.show(source, image)));
    }
  }

  @Override
  public Fetched<String> newerThan(String image) {
    return models.registryImages().newerThan(image);
  }

  @Override
  public ReadOnlyObjectProperty<KnownImages> images() {
    return models.registryImages().known();
  }
}
