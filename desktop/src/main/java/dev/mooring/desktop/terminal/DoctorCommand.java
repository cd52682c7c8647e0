package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.Problems;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor")
final class DoctorCommand extends RegistryCommand {
  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  DoctorCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    StackOptions options = intended(workspace);
    List<Finding> findings =
        workspace
            .stack()
            .examine(
                options,
                identity(options, account),
                options.localPort(opening().settings().get()),
                json() ? ignored -> {} : this::print);
    if (json()) {
      output().json(findings.stream().map(Problems::json).toList());
    }
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.BLOCKER) ? 1 : 0;
  }

  private void print(Finding finding) {
    String todo = same(finding.remedy()).line();
    String what = todo.isEmpty() ? "" : " -> " + todo;
    output().line(String.format(Locale.ROOT, "%-8s %s%s", level(finding), finding.words(), what));
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
