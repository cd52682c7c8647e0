package dev.mooring.desktop.terminal;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attachments;
import dev.mooring.registry.attached.Provenance;
import dev.mooring.registry.attached.ScanReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Everything that is attached to an image, and where it was built.
@Command(name = "attached")
final class ImageAttachedCommand extends AttachedQuery {
  private static final int MOST_PROVENANCES = 10;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("kind")),
          Table.Column.spare(Messages.of("type"), 3),
          Table.Column.keep(Messages.of("attached-to")),
          Table.Column.keep(Messages.of("digest")),
          Table.Column.spare(Messages.of("stored-as"), 2),
          Table.Column.fold(Messages.of("problem")));
  private static final List<Table.Column> BUILDS =
      List.of(
          Table.Column.keep(Messages.of("builder-id")),
          Table.Column.keep(Messages.of("build-source")),
          Table.Column.keep(Messages.of("build-revision")),
          Table.Column.spare(Messages.of("build-materials"), 2),
          Table.Column.spare(Messages.of("build-time"), 1),
          Table.Column.spare(Messages.of("build-type"), 3));

  private static final List<Table.Column> SCANS =
      List.of(
          Table.Column.keep(Messages.of("scanner")),
          Table.Column.keep(Messages.of("digest")),
          Table.Column.keep(Messages.of("findings")));

  @Parameters(paramLabel = "REF")
  String image = "";

  ImageAttachedCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImageOperand operand = open(image)) {
      Attachments attachments = attached(operand, operand.chosen().image());
      Map<Attached, Provenance> provenances = provenances(operand, attachments);
      Map<Attached, ScanReport> scans = ScanResults.read(operand.source(), attachments);
      if (json()) {
        Map<String, Object> json = operand.json();
        state(attachments, json);
        json.put(
            "attached",
            attachments.found().stream()
                .map(each -> json(each, provenances.get(each), scans.get(each)))
                .toList());
        output().json(json);
      } else {
        output().line(operand.name());
        print(operand, attachments, provenances);
        tell(scans);
      }
      return ended(attachments);
    }
  }

  private void print(
      ImageOperand operand, Attachments attachments, Map<Attached, Provenance> provenances) {
    if (!attachments.found().isEmpty()) {
      show(
          new Table(
              COLUMNS, attachments.found().stream().map(each -> row(operand, each)).toList()));
      if (!provenances.isEmpty()) {
        output().line("");
        output().line(Messages.of("provenance-not-verified"));
        show(
            new Table(
                BUILDS, provenances.values().stream().map(ImageAttachedCommand::row).toList()));
      }
    } else if (attachments instanceof Attachments.Listed) {
      output().line(Messages.of("nothing-is-attached"));
    }
  }

  private void tell(Map<Attached, ScanReport> scans) {
    if (scans.isEmpty()) {
      return;
    }
    output().line("");
    output().line(Messages.of("scans-not-verified", "mooring image findings " + image));
    show(
        new Table(
            SCANS,
            scans.entrySet().stream()
                .map(
                    each ->
                        List.of(
                            ScanResults.title(each.getValue()),
                            each.getKey().manifest().brief(),
                            ScanResults.counts(each.getValue())))
                .toList()));
  }

  private static List<String> row(ImageOperand operand, Attached attached) {
    return List.of(
        attached.kind().words(),
        attached.type(),
        subject(operand, attached),
        attached.manifest().brief(),
        attached.way().words(),
        attached.state().words());
  }

  private static Map<Attached, Provenance> provenances(
      ImageOperand operand, Attachments attachments) throws InterruptedException {
    Map<Attached, Provenance> read = new LinkedHashMap<>();
    for (Attached each : attachments.found()) {
      if (each.kind() == Attached.Kind.PROVENANCE && read.size() < MOST_PROVENANCES) {
        provenance(operand, each).ifPresent(one -> read.put(each, one));
      }
    }
    return read;
  }

  /// One that can't be read is a row like any other.
  private static Optional<Provenance> provenance(ImageOperand operand, Attached attached)
      throws InterruptedException {
    try {
      return attached.isReadable() ? Provenance.read(operand.source(), attached) : Optional.empty();
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  private static List<String> row(Provenance provenance) {
    String when = provenance.finished().isEmpty() ? provenance.started() : provenance.finished();
    return Stream.of(
            provenance.builder(),
            provenance.source(),
            provenance.revision(),
            String.valueOf(provenance.materials()),
            when,
            provenance.buildType())
        .map(each -> each.isEmpty() ? "-" : each)
        .toList();
  }

  private static Map<String, Object> json(
      Attached attached, @Nullable Provenance provenance, @Nullable ScanReport scan) {
    Map<String, Object> json = json(attached);
    if (provenance != null) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("slsa", provenance.version());
      told.put("builder", provenance.builder());
      told.put("buildType", provenance.buildType());
      told.put("source", provenance.source());
      told.put("revision", provenance.revision());
      told.put("materials", provenance.materials());
      told.put("started", provenance.started());
      told.put("finished", provenance.finished());
      json.put("provenance", told);
    }
    if (scan != null) {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("scanner", scan.scanner());
      told.put("finished", scan.finished());
      scan.counts().forEach((severity, count) -> told.put(severity.id(), count));
      json.put("scan", told);
    }
    return json;
  }
}
