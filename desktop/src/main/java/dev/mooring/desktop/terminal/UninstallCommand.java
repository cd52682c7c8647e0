package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.stack.Plan;
import dev.mooring.stack.Stack;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "uninstall")
final class UninstallCommand extends RegistryCommand {
  @Option(names = {"-y", "--yes"})
  boolean yes;

  @Option(names = "--delete-data")
  boolean deleteData;

  UninstallCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    Stack.DataFate fate = deleteData ? Stack.DataFate.DELETE : Stack.DataFate.KEEP;
    StackOptions options = intended(workspace);
    List<String> plan =
        workspace.stack().planUninstall(options, fate).steps().stream()
            .map(Plan.Step::object)
            .toList();
    if (plan.isEmpty()) {
      if (registry != null) {
        inForce(workspace);
      }
      if (json()) {
        output().json(Map.of("removed", List.of()));
      } else {
        output().line(Messages.of("nothing-of-the-stack-is-installed", workspace.context().name()));
      }
      return 0;
    }
    if (!yes) {
      plan.forEach(each -> output().note("  " + each));
      String from = workspace.context().name();
      Question.confirm(
          output(),
          deleteData
              ? Messages.count("remove-objects-and-all-images", plan.size(), from)
              : Messages.count("remove-objects-and-keep-images", plan.size(), from));
    }
    List<String> removed = workspace.stack().uninstall(options, fate, progress());
    opening().names().remove(options.registry());
    if (json()) {
      output().json(Map.of("removed", removed));
    } else {
      output().line(Messages.count("removed-objects", removed.size()));
    }
    return 0;
  }
}
