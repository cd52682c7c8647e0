package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Cluster;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.Target;
import dev.mooring.workload.ContainerLog;
import dev.mooring.workload.PodContainer;
import dev.mooring.workload.PodContainers;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints what a container writes, as the window's logs show it.
@Command(name = "logs")
final class LogsCommand extends ClusterCommand {
  @Parameters(paramLabel = "TARGET")
  String target = "";

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME")
  String container = "";

  @Option(names = {"-f", "--follow"})
  boolean follow;

  @Option(names = "--tail", paramLabel = "LINES", defaultValue = "" + ContainerLog.AT_FIRST)
  int tail;

  @Option(names = {"-p", "--previous"})
  boolean previous;

  @Option(names = "--grep", paramLabel = "TEXT")
  String grep = "";

  @Spec CommandSpec command = CommandSpec.create();

  LogsCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (previous && follow) {
      throw new ParameterException(command.commandLine(), Messages.of("nothing-to-follow"));
    }
    if (tail < 0 || tail > ContainerLog.MOST) {
      throw new ParameterException(
          command.commandLine(), Messages.of("not-a-number-of-lines", tail, ContainerLog.MOST));
    }
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Cluster cluster = workspace.cluster();
    Target asked = Target.parse(target, workloadNamespace(workspace), "");
    PodContainer chosen = PodContainers.one(cluster, asked, container);
    if (!(asked instanceof Target.Pod) || container.isEmpty()) {
      output().note(Messages.of("pod-container", chosen.pod(), chosen.container()));
    }
    try {
      if (previous) {
        ContainerLog.previous(cluster, chosen, tail, line -> print(chosen, line));
      } else if (follow) {
        ContainerLog.follow(cluster, chosen, tail, line -> print(chosen, line));
      } else {
        ContainerLog.last(cluster, chosen, tail, line -> print(chosen, line));
      }
    } catch (CancellationException e) {
      return 0;
    }
    return 0;
  }

  private void print(PodContainer of, String line) {
    if (!line.toLowerCase(Locale.ROOT).contains(grep.toLowerCase(Locale.ROOT))) {
      return;
    }
    output().logged(json() ? Documents.json(json(of, line)) : line);
    if (output().unread()) {
      // Whoever read it has seen enough, as in "mooring logs -f deploy/api | grep -m1 ready".
      throw new CancellationException();
    }
  }

  private static Document json(PodContainer of, String line) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pod", of.namespace() + "/" + of.pod());
    json.put("container", of.container());
    json.put("line", line);
    return document(json);
  }
}
