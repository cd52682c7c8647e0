package dev.mooring.desktop.terminal;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attachments;
import dev.mooring.registry.attached.ScanReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The results of scans that are attached to an image, as far as they can be read.
final class ScanResults {
  /// Each takes a request.
  private static final int MOST = 10;

  private ScanResults() {}

  /// Those of a known form; also in attestations of a type that only their content tells.
  static Map<Attached, ScanReport> read(ImageSource source, Attachments attachments)
      throws InterruptedException {
    List<Attached> candidates =
        attachments.found().stream()
            .filter(Attached::isReadable)
            .filter(
                each ->
                    each.kind() == Attached.Kind.SCAN_RESULT
                        || each.kind() == Attached.Kind.ATTESTATION)
            .limit(MOST)
            .toList();
    Map<Attached, ScanReport> reports = new LinkedHashMap<>();
    for (Attached each : candidates) {
      read(source, each).ifPresent(report -> reports.put(each, report));
    }
    return reports;
  }

  /// One that can't be read is a row like any other.
  private static Optional<ScanReport> read(ImageSource source, Attached attached)
      throws InterruptedException {
    try {
      return ScanReport.read(source, attached);
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  /// "Trivy, 2026-03-01T10:00:00Z".
  static String title(ScanReport report) {
    String scanner = report.scanner().isEmpty() ? Messages.of("a-scanner") : report.scanner();
    return report.finished().isEmpty() ? scanner : scanner + ", " + report.finished();
  }

  /// "2 critical, 14 high".
  static String counts(ScanReport report) {
    String counts =
        report.counts().entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().words())
            .collect(Collectors.joining(", "));
    return counts.isEmpty() ? Messages.of("nothing-found") : counts;
  }
}
