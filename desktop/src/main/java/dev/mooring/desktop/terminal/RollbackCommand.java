package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Cluster;
import dev.mooring.deploy.ImageChanges;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Gives a container of a workload back the image that it had before.
@Command(name = "rollback")
final class RollbackCommand extends ImageChangeCommand {
  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME")
  String container = "";

  RollbackCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Cluster cluster = workspace.cluster();
    Target asked = Target.parse(target, workloadNamespace(workspace), "");
    return change(cluster, ImageChanges.planBack(cluster, asked, container));
  }
}
