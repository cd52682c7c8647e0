package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a scanner found in an image, as somebody attached it. Nothing of it is verified, and
/// nothing is scanned here.
///
/// @param scanner who found it: "Trivy"; empty where it isn't said
/// @param finished when, as it is written; empty where it isn't said
/// @param findings the worst first, each once
/// @param left how many more there are
public record ScanReport(String scanner, String finished, List<Finding> findings, int left) {
  /// Beyond that nobody reads them, and memory has an end.
  static final int MOST = 10_000;

  public ScanReport {
    findings = List.copyOf(findings);
  }

  /// Reads one that was found.
  ///
  /// @return empty where it is no result of a scan in a form that is known
  /// @throws dev.mooring.problem.MooringException where it is larger than 32 MiB, cannot be read,
  /// or is not what its digest says
  public static Optional<ScanReport> read(ImageSource source, Attached attached)
      throws InterruptedException {
    if (attached.content().isEmpty()) {
      return Optional.empty();
    }
    Descriptor content = attached.content().get();
    return of(AttachedContent.bytes(source, content));
  }

  static Optional<ScanReport> of(byte[] bytes) {
    return AttachedContent.json(bytes).flatMap(ScanReport::of);
  }

  private static Optional<ScanReport> of(Document document) {
    Optional<Statement> statement = AttachedContent.statement(document);
    return statement.isPresent()
        ? attested(statement.get().predicate())
        : ScanForms.of(document).map(each -> made(each, "", ""));
  }

  /// Cosign's predicate and in-toto's say who found it and when around what was found.
  ///
  /// https://github.com/sigstore/cosign/blob/main/specs/COSIGN_VULN_ATTESTATION_SPEC.md
  /// https://github.com/in-toto/attestation/blob/main/spec/predicates/vuln.md
  private static Optional<ScanReport> attested(Document predicate) {
    Document scanner = predicate.at("scanner");
    if (!scanner.isMap()) {
      return ScanForms.of(predicate).map(each -> made(each, "", ""));
    }
    String who =
        (scanner.at("uri").textOrEmpty() + " " + scanner.at("version").textOrEmpty()).strip();
    String finished = predicate.at("metadata", "scanFinishedOn").textOrEmpty();
    Document result = scanner.at("result");
    Optional<ScanForms.Read> read =
        result.isList() ? Optional.of(ScanForms.listed(result)) : ScanForms.of(result);
    return read.map(each -> made(each, who, finished));
  }

  private static ScanReport made(ScanForms.Read read, String scanner, String finished) {
    List<Finding> all =
        read.findings().stream()
            .distinct()
            .sorted(
                Comparator.comparing(Finding::severity)
                    .thenComparing(Finding::target)
                    .thenComparing(Finding::id))
            .toList();
    return new ScanReport(
        Unreadable.brief(read.scanner().isEmpty() ? scanner : read.scanner()),
        Unreadable.brief(finished.isEmpty() ? read.finished() : finished),
        all.subList(0, Math.min(MOST, all.size())),
        Math.max(0, all.size() - MOST));
  }

  /// How many there are of each, the worst first, without those of which there are none.
  public Map<Finding.Severity, Integer> counts() {
    Map<Finding.Severity, Integer> counts = new EnumMap<>(Finding.Severity.class);
    findings.forEach(each -> counts.merge(each.severity(), 1, Integer::sum));
    return counts;
  }
}
