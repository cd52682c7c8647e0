package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.document.Document;
import dev.mooring.platform.Directories;
import dev.mooring.platform.Version;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.report.Report;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "report")
final class ReportCommand implements Callable<Integer> {
  private final Opening opening;

  @Option(names = "--context", paramLabel = "NAME")
  @Nullable String context;

  @Option(names = "--with-names")
  boolean withNames;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format format = Format.TEXT;

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", defaultValue = "mooring-report.zip")
  Path file = Path.of("mooring-report.zip");

  ReportCommand(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> versions = versions();
    List<Finding> findings = List.of();
    Optional<Problem> failure = Optional.empty();
    try {
      Workspace workspace = opening.open(context);
      versions.put("kubernetes", workspace.cluster().version().gitVersion());
      findings = examine(workspace);
    } catch (MooringException e) {
      failure = Optional.of(e.problem());
    }
    Report.Names names = withNames ? Report.Names.KEPT : Report.Names.LEFT_OUT;
    new Report(versions, opening.settings().get(), findings, failure, Directories.ofUser().state())
        .write(file, names);
    if (format == Format.JSON) {
      opening.output().json(Document.nothing().with(file.toAbsolutePath().toString(), "file"));
    } else {
      opening.output().line(Messages.of("report-written", file.toAbsolutePath()));
      opening
          .output()
          .note(withNames ? Messages.of("report-has-names") : Messages.of("report-has-no-names"));
    }
    return 0;
  }

  private List<Finding> examine(Workspace workspace) throws InterruptedException {
    var options = workspace.stack().inForce(Options.stack(opening.settings().get(), null));
    return workspace
        .stack()
        .examine(
            options,
            options.location().account(),
            opening.settings().get().localPort(),
            ignored -> {});
  }

  private static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("mooring", Version.running().text());
    for (String each : List.of("java.runtime.version", "os.name", "os.version", "os.arch")) {
      versions.put(each, System.getProperty(each, ""));
    }
    versions.put("desktop", System.getenv().getOrDefault("XDG_CURRENT_DESKTOP", ""));
    versions.put("session", System.getenv().getOrDefault("XDG_SESSION_TYPE", ""));
    return versions;
  }
}
