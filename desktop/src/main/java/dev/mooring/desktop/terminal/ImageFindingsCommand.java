package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attachments;
import dev.mooring.registry.attached.Finding;
import dev.mooring.registry.attached.ScanReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What scanners found in an image, as somebody attached it. Nothing is scanned.
@Command(name = "findings")
final class ImageFindingsCommand extends AttachedQuery {
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("severity")),
          Table.Column.keep(Messages.of("finding")),
          Table.Column.keep(Messages.of("package")),
          Table.Column.keep(Messages.of("version")),
          Table.Column.keep(Messages.of("fixed-in")));

  @Parameters(paramLabel = "REF")
  String image = "";

  @Option(names = "--search", paramLabel = "TEXT")
  String search = "";

  ImageFindingsCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImageOperand operand = open(image)) {
      Attachments attachments = attached(operand, operand.chosen().image());
      Map<Attached, ScanReport> reports = ScanResults.read(operand.source(), attachments);
      if (reports.isEmpty()) {
        throw none(operand, attachments);
      }
      if (json()) {
        Map<String, Object> json = operand.json();
        state(attachments, json);
        json.put(
            "reports",
            reports.entrySet().stream()
                .map(each -> json(each.getKey(), each.getValue(), found(each.getValue())))
                .toList());
        output().json(json);
      } else {
        output().line(operand.name());
        reports.forEach((attached, report) -> print(operand, attached, report));
      }
      return ended(attachments);
    }
  }

  private List<Finding> found(ScanReport report) {
    return report.findings().stream().filter(each -> each.has(search)).toList();
  }

  private void print(ImageOperand operand, Attached attached, ScanReport report) {
    output().line("");
    output()
        .line(
            Messages.of(
                "scan-shown",
                ScanResults.title(report),
                attached.manifest().brief(),
                subject(operand, attached),
                ScanResults.counts(report)));
    List<Finding> found = found(report);
    if (!found.isEmpty()) {
      show(new Table(COLUMNS, found.stream().map(ImageFindingsCommand::row).toList()));
    } else if (!report.findings().isEmpty()) {
      output().line(Messages.of("no-finding-has", search));
    }
    if (report.left() > 0) {
      output().note(Messages.of("more-findings", report.left()));
    }
  }

  private static List<String> row(Finding each) {
    return Stream.of(
            each.severity().words(), each.id(), each.target(), each.version(), each.fixedIn())
        .map(cell -> cell.isEmpty() ? "-" : cell)
        .toList();
  }

  private MooringException none(ImageOperand operand, Attachments attachments) {
    if (attachments instanceof Attachments.Unknown unknown) {
      return unknown.why().raise();
    }
    boolean some =
        attachments.found().stream().anyMatch(each -> each.kind() == Attached.Kind.SCAN_RESULT);
    return new Problem(
            Code.ATTACHMENT_MISSING,
            Messages.of("no-findings", operand.name()),
            some ? Messages.of("no-known-scan") : Messages.of("no-scan-is-attached"),
            new Remedy.Command(
                Messages.of("see-what-is-attached"), "mooring image attached " + image))
        .raise();
  }

  private static Map<String, Object> json(
      Attached attached, ScanReport report, List<Finding> found) {
    Map<String, Object> json = json(attached);
    json.put("scanner", report.scanner());
    json.put("finished", report.finished());
    json.put("findings", found.stream().map(ImageFindingsCommand::json).toList());
    json.put("more", report.left());
    return json;
  }

  private static Map<String, Object> json(Finding each) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", each.id());
    json.put("severity", each.severity().id());
    json.put("package", each.target());
    json.put("version", each.version());
    json.put("fixedIn", each.fixedIn());
    return json;
  }
}
