package dev.mooring.desktop.registry.deploy;

import dev.mooring.cluster.Cluster;
import dev.mooring.deploy.Deployable;
import dev.mooring.deploy.ImageChange;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.deploy.RegistryImage;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.registry.Registry;
import java.util.List;
import java.util.Set;

/// Images in workloads of one cluster. Used on the UI's thread.
public final class Deployments {
  private final Cluster cluster;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final Runnable changed;

  /// @param jobs shown in the drawer
  /// @param reads shown nowhere
  /// @param changed told when a workload has another image
  public Deployments(Cluster cluster, Jobs jobs, Jobs reads, Ui ui, Runnable changed) {
    this.cluster = cluster;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    this.changed = changed;
  }

  /// An image, and where it could go.
  ///
  /// @param targets those that run an image of the same repository first
  public record Offer(RegistryImage image, List<Deployable> targets) {}

  /// Asks whether the registry still has an image that the cluster's nodes can run, and what runs.
  ///
  /// @param host under which nodes pull
  /// @param hosts all names that nodes have for the registry
  public Fetched<Offer> offer(
      Registry registry, String host, Set<String> hosts, String repository, String reference) {
    Fetched<Offer> offer = new Fetched<>(Messages.of("reading-the-workloads"), reads, ui);
    offer.fetch(
        progress -> {
          RegistryImage image = RegistryImage.find(registry, host, repository, reference);
          image.demandNodes(cluster);
          return new Offer(image, Deployable.all(cluster, hosts, repository));
        });
    return offer;
  }

  /// What another image would do, rights and the server's dry run included.
  public Fetched<ImageChange> plan(Target target, String container, String image) {
    Fetched<ImageChange> plan = new Fetched<>(Messages.of("checking", target.words()), reads, ui);
    plan.fetch(progress -> ImageChanges.plan(cluster, target, container, image));
    return plan;
  }

  /// Does it, and follows what the cluster makes of it.
  ///
  /// @param back whether it puts a former image back
  Deployment start(ImageChange change, boolean back) {
    Deployment deployment = new Deployment(change, cluster, jobs, ui, changed);
    deployment.start(
        back
            ? Messages.of("rolling-back", change.target().words())
            : Messages.of("deploying-to", change.target().words()));
    return deployment;
  }
}
