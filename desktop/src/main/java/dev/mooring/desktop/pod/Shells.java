package dev.mooring.desktop.pod;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.workload.KubectlShell;
import dev.mooring.workload.PodContainers;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Opens shells in containers, each in a terminal of the desktop.
public final class Shells {
  private final Cluster cluster;
  private final Supplier<String> kubeconfig;
  private final Predicate<List<String>> terminal;
  private final Jobs reads;
  private final Ui ui;

  /// @param kubeconfig where the context stands, in the words of the KUBECONFIG variable
  /// @param terminal runs a command in a new window; false where there is no terminal
  public Shells(
      Cluster cluster,
      Supplier<String> kubeconfig,
      Predicate<List<String>> terminal,
      Jobs reads,
      Ui ui) {
    this.cluster = cluster;
    this.kubeconfig = kubeconfig;
    this.terminal = terminal;
    this.reads = reads;
    this.ui = ui;
  }

  /// Where this machine has no terminal, the command is copied.
  public void open(Target target, Surface surface) {
    Fetched<String> toCopy =
        new Fetched<>(Messages.of("finding-a-container-of", target.words()), reads, ui);
    toCopy.fetch(
        progress -> {
          List<String> command =
              KubectlShell.command(
                  kubeconfig.get(),
                  cluster.context().name(),
                  PodContainers.one(cluster, target, ""),
                  true);
          return terminal.test(command) ? "" : String.join(" ", command);
        });
    toCopy.then(
        command -> {
          if (!command.isEmpty()) {
            surface.copy(command, Messages.of("no-terminal-command"));
          }
        },
        surface::tell);
  }
}
