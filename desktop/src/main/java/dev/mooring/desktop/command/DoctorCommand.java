package dev.mooring.desktop.command;

import dev.mooring.desktop.app.Workspace;
import dev.mooring.problem.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = "Look at cluster, rights and machine, and say what each job would meet.",
    footer = "%nExits with 1 when there is a blocker.")
final class DoctorCommand extends ClusterCommand {
  DoctorCommand(Opening opening) {
    super(opening);
  }

  @Override
  int run(Workspace workspace) throws InterruptedException {
    List<Finding> findings =
        workspace.stack().examine(stackOptions(), json() ? ignored -> {} : this::print);
    if (json()) {
      output()
          .json(
              findings.stream()
                  .map(
                      f ->
                          Map.of(
                              "id", f.id(),
                              "level", level(f),
                              "subject", f.subject(),
                              "finding", f.sentence(),
                              "whatToDo", f.whatToDo()))
                  .toList());
    }
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.BLOCKER) ? 1 : 0;
  }

  private void print(Finding finding) {
    String what = finding.whatToDo().isEmpty() ? "" : " -> " + finding.whatToDo();
    output().line(String.format(Locale.ROOT, "%-8s %s%s", level(finding), finding.words(), what));
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
