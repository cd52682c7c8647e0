package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryLocation;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import dev.mooring.tunnel.Tunnels;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The stack in a cluster.
public final class ClusterStack implements Stack {
  private final Cluster cluster;
  private final Tunnels tunnels;
  private final Function<RegistryLocation, RegistryForward> forwards;

  /// @param forwards a fresh one at each call; whoever asked closes it
  public ClusterStack(
      Cluster cluster, Tunnels tunnels, Function<RegistryLocation, RegistryForward> forwards) {
    this.cluster = cluster;
    this.tunnels = tunnels;
    this.forwards = forwards;
  }

  @Override
  public List<Finding> examine(StackOptions options, int localPort, Consumer<Finding> found)
      throws InterruptedException {
    return new Doctor(cluster, options, localPort, found).examine();
  }

  @Override
  public StackStatus status(StackOptions options) throws InterruptedException {
    return new Readiness(cluster, options).status();
  }

  @Override
  public Installation install(StackOptions options, Progress progress) throws InterruptedException {
    progress.advance("Looking at the cluster", 0, 0, Progress.Unit.ITEMS);
    new JobRights(cluster, options).install().demand("Cannot install the registry");
    List<Finding> blockers =
        examine(options, 0, ignored -> {}).stream()
            .filter(each -> each.level() == Finding.Level.BLOCKER)
            .toList();
    if (!blockers.isEmpty()) {
      throw new Problem(
              "Cannot install the registry",
              blockers.stream()
                  .map(each -> each.subject() + ": " + each.sentence())
                  .collect(Collectors.joining("; ")),
              blockers.getFirst().whatToDo())
          .raise();
    }
    Installation done =
        new Installer(cluster, options, progress).apply(new Surveyor(cluster).look());
    new Readiness(cluster, options).await(progress);
    return done;
  }

  @Override
  public Verification verify(StackOptions options, Progress progress) throws InterruptedException {
    StackStatus status = status(options);
    if (!status.installed()) {
      throw new Problem(
              "Cannot verify the stack",
              "there is no registry of Mooring's in namespace " + options.namespace(),
              "Install it first: mooring install")
          .raise();
    }
    return new Verifier(cluster, tunnels, forwards, options, progress).verify();
  }

  @Override
  public List<String> uninstall(StackOptions options, DataFate data, Progress progress)
      throws InterruptedException {
    return new Remover(cluster, options).remove(data, progress);
  }

  @Override
  public List<String> planUninstall(StackOptions options, DataFate data)
      throws InterruptedException {
    return new Remover(cluster, options).plan(data).stream().map(Remover.Step::words).toList();
  }

  @Override
  public List<Writer> writers(StackOptions options) throws InterruptedException {
    return new Writers(cluster, options).list();
  }

  @Override
  public WriterRights addWriter(StackOptions options, Writer writer, String user)
      throws InterruptedException {
    return new Writers(cluster, options).add(writer, user);
  }

  @Override
  public void removeWriter(StackOptions options, String name, String namespace)
      throws InterruptedException {
    new Writers(cluster, options).remove(name, namespace);
  }
}
