package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attachments;
import dev.mooring.registry.attached.Sbom;
import dev.mooring.registry.attached.SbomPackage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The packages of an image, as its SBOM lists them.
@Command(name = "sbom")
final class ImageSbomCommand extends AttachedQuery {
  private static final int MOST_READ = 20;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("package")),
          Table.Column.keep(Messages.of("version")),
          Table.Column.spare(Messages.of("type"), 1),
          Table.Column.spare(Messages.of("licence"), 2));

  @Parameters(paramLabel = "REF")
  String image = "";

  @Option(names = "--search", paramLabel = "TEXT")
  String search = "";

  @Option(names = "--raw")
  boolean raw;

  @Option(names = "--from", paramLabel = "DIGEST")
  @Nullable String from;

  ImageSbomCommand(Opening opening) {
    super(opening);
  }

  /// One that was read.
  private record Chosen(Attached attached, Sbom sbom) {}

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImageOperand operand = open(image)) {
      Attachments attachments = attached(operand, operand.chosen().image());
      List<Attached> candidates = candidates(operand, attachments);
      Chosen chosen = chosen(operand, candidates).orElseThrow(() -> none(operand, attachments));
      if (raw) {
        output().raw(chosen.sbom().document());
        return 0;
      }
      if (!chosen.sbom().format().isListed()) {
        throw notListed(operand, chosen);
      }
      List<SbomPackage> packages =
          chosen.sbom().packages().stream().filter(each -> each.has(search)).toList();
      if (json()) {
        output().json(json(operand, chosen, packages));
        return 0;
      }
      print(operand, chosen, packages);
      tellOthers(candidates, chosen);
    }
    return 0;
  }

  /// The image's own before those of its index; what says that it is one before what may be.
  private List<Attached> candidates(ImageOperand operand, Attachments attachments) {
    Digest own = operand.chosen().image().digest();
    return attachments.found().stream()
        .filter(Attached::isReadable)
        .filter(
            each -> each.kind() == Attached.Kind.SBOM || each.kind() == Attached.Kind.ATTESTATION)
        .filter(each -> from == null || names(each.manifest()) || contents(each))
        .sorted(
            Comparator.comparing((Attached each) -> each.kind() != Attached.Kind.SBOM)
                .thenComparing(each -> !each.subject().equals(own)))
        .limit(MOST_READ)
        .toList();
  }

  private boolean contents(Attached attached) {
    return attached.content().filter(each -> names(each.digest())).isPresent();
  }

  private boolean names(Digest digest) {
    String wanted = String.valueOf(from);
    return !wanted.isEmpty() && (digest.hex().startsWith(wanted) || digest.text().equals(wanted));
  }

  /// The first that is listed, else the first that there is.
  private static Optional<Chosen> chosen(ImageOperand operand, List<Attached> candidates)
      throws InterruptedException {
    Chosen other = null;
    MooringException failed = null;
    for (Attached each : candidates) {
      try {
        Optional<Sbom> sbom = Sbom.read(operand.source(), each);
        if (sbom.isPresent() && sbom.get().format().isListed()) {
          return Optional.of(new Chosen(each, sbom.get()));
        }
        if (sbom.isPresent() && other == null) {
          other = new Chosen(each, sbom.get());
        }
      } catch (MooringException e) {
        failed = failed == null ? e : failed;
      }
    }
    if (other == null && failed != null) {
      throw failed;
    }
    return Optional.ofNullable(other);
  }

  private MooringException none(ImageOperand operand, Attachments attachments) {
    if (attachments instanceof Attachments.Unknown unknown) {
      return unknown.why().raise();
    }
    return new Problem(
            Code.ATTACHMENT_MISSING,
            Messages.of("no-sbom", operand.name()),
            from == null ? Messages.of("no-sbom-is-attached") : Messages.of("none-of-digest", from),
            new Remedy.Command(
                Messages.of("see-what-is-attached"), "mooring image attached " + image))
        .raise();
  }

  private static MooringException notListed(ImageOperand operand, Chosen chosen) {
    return new Problem(
            Code.ATTACHMENT_MISSING,
            Messages.of("no-packages", operand.name()),
            Messages.of("sbom-of-format", chosen.sbom().format().words()),
            new Remedy.Advice(Messages.of("print-it-raw")))
        .raise();
  }

  private void print(ImageOperand operand, Chosen chosen, List<SbomPackage> packages) {
    output()
        .note(
            Messages.of(
                "sbom-shown",
                title(chosen.sbom()),
                chosen.attached().manifest().brief(),
                subject(operand, chosen.attached()),
                chosen.sbom().packages().size()));
    if (packages.isEmpty()) {
      output()
          .line(
              search.isEmpty() ? Messages.of("no-package") : Messages.of("no-package-has", search));
      return;
    }
    show(new Table(COLUMNS, packages.stream().map(ImageSbomCommand::row).toList()));
  }

  private static String title(Sbom sbom) {
    return (sbom.format().words() + " " + sbom.version().replaceFirst("^SPDX-", "")).strip();
  }

  private static List<String> row(SbomPackage each) {
    List<String> cells = new ArrayList<>();
    for (String cell : List.of(each.name(), each.version(), each.type(), each.licence())) {
      cells.add(cell.isEmpty() ? "-" : cell);
    }
    return cells;
  }

  private void tellOthers(List<Attached> candidates, Chosen chosen) {
    String others =
        candidates.stream()
            .filter(each -> each.kind() == Attached.Kind.SBOM && !each.equals(chosen.attached()))
            .map(each -> each.content().orElseThrow().digest().brief())
            .distinct()
            .limit(5)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      output().note(Messages.of("other-sboms", others));
    }
  }

  private static Map<String, Object> json(
      ImageOperand operand, Chosen chosen, List<SbomPackage> packages) {
    Map<String, Object> json = operand.json();
    json.put("sbom", json(chosen.attached()));
    json.put("format", chosen.sbom().format().words());
    json.put("version", chosen.sbom().version());
    json.put("packages", packages.stream().map(ImageSbomCommand::json).toList());
    return json;
  }

  private static Map<String, Object> json(SbomPackage each) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", each.name());
    json.put("version", each.version());
    json.put("type", each.type());
    json.put("purl", each.purl());
    json.put("license", each.licence());
    return json;
  }
}
