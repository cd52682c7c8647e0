package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.workload.KubectlShell;
import dev.mooring.workload.PodContainer;
import dev.mooring.workload.PodContainers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Opens a shell in a container, in this terminal.
@Command(name = "terminal")
final class TerminalCommand extends ClusterCommand {
  @Parameters(paramLabel = "TARGET")
  String target = "";

  @Option(
      names = {"-c", "--container"},
      paramLabel = "NAME")
  String container = "";

  /// Another one in tests.
  Program program = TerminalCommand::inherit;

  /// Runs a program with this one's terminal, until it ends.
  interface Program {
    /// @return the exit code
    int run(List<String> words) throws IOException, InterruptedException;
  }

  TerminalCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Target asked = Target.parse(target, workloadNamespace(workspace), "");
    PodContainer chosen = PodContainers.one(workspace.cluster(), asked, container);
    output().note(Messages.of("pod-container", chosen.pod(), chosen.container()));
    try {
      return program.run(
          KubectlShell.command(
              opening().kubeconfig().source(),
              workspace.context().name(),
              chosen,
              Question.terminal().isPresent()));
    } catch (IOException e) {
      throw new Problem(
              Code.KUBECTL_MISSING,
              Messages.of("cannot-open-a-terminal-in", asked.words()),
              Messages.of("kubectl-did-not-start"),
              new Remedy.Advice(Messages.of("install-kubectl")),
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  private static int inherit(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
