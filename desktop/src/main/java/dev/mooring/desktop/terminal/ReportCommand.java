package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.SupportReport;
import dev.mooring.document.Document;
import dev.mooring.report.Report;
import java.nio.file.Path;
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

  @Option(names = "--registry", paramLabel = "NAME")
  @Nullable String registry;

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
    Report.Names names = withNames ? Report.Names.KEPT : Report.Names.LEFT_OUT;
    SupportReport.gather(
            opening.settings().get(), Optional.ofNullable(registry), () -> opening.open(context))
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
}
