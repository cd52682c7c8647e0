package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.attached.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The forms in which scanners write what they found.
final class ScanForms {
  private ScanForms() {}

  /// @param scanner empty where the form doesn't name it
  /// @param finished empty where the form doesn't say
  record Read(String scanner, String finished, List<Finding> findings) {}

  /// Empty where it is none that is known.
  static Optional<Read> of(Document document) {
    if (document.at("SchemaVersion").integer().isPresent()
        && (document.at("ArtifactName").text().isPresent() || document.at("Results").isList())) {
      return Optional.of(trivy(document));
    }
    if (document.at("matches").isList() && document.at("descriptor").isMap()) {
      return Optional.of(grype(document));
    }
    // A run without a list of results is one that did not end.
    if (document.at("runs").stream().anyMatch(each -> each.at("results").isList())
        && (document.at("$schema").textOrEmpty().contains("sarif")
            || document.at("version").textOrEmpty().startsWith("2."))) {
      return Optional.of(SarifRun.all(document));
    }
    return Optional.empty();
  }

  /// https://trivy.dev/latest/docs/configuration/reporting/#json
  private static Read trivy(Document document) {
    List<Finding> findings = new ArrayList<>();
    for (Document result : document.at("Results").items()) {
      for (Document each : result.at("Vulnerabilities").items()) {
        findings.add(
            made(
                each.at("VulnerabilityID").textOrEmpty(),
                Severity.of(each.at("Severity").textOrEmpty()),
                each.at("PkgName").textOrEmpty(),
                each.at("InstalledVersion").textOrEmpty(),
                each.at("FixedVersion").textOrEmpty()));
      }
      String file = result.at("Target").textOrEmpty();
      for (Document each : result.at("Secrets").items()) {
        findings.add(
            made(
                each.at("RuleID").textOrEmpty(),
                Severity.of(each.at("Severity").textOrEmpty()),
                file,
                "",
                ""));
      }
      for (Document each : result.at("Misconfigurations").items()) {
        if (!each.at("Status").textOrEmpty().equals("PASS")) {
          findings.add(
              made(
                  each.at("ID").textOrEmpty(),
                  Severity.of(each.at("Severity").textOrEmpty()),
                  file,
                  "",
                  ""));
        }
      }
    }
    return new Read("Trivy", document.at("CreatedAt").textOrEmpty(), findings);
  }

  /// https://github.com/anchore/grype/blob/main/schema/grype/json
  private static Read grype(Document document) {
    List<Finding> findings = new ArrayList<>();
    for (Document each : document.at("matches").items()) {
      Document vulnerability = each.at("vulnerability");
      findings.add(
          made(
              vulnerability.at("id").textOrEmpty(),
              Severity.of(vulnerability.at("severity").textOrEmpty()),
              each.at("artifact", "name").textOrEmpty(),
              each.at("artifact", "version").textOrEmpty(),
              vulnerability.at("fix", "versions").texts().stream()
                  .limit(20)
                  .collect(Collectors.joining(", "))));
    }
    String version = document.at("descriptor", "version").textOrEmpty();
    String name = document.at("descriptor", "name").textOrEmpty();
    return new Read(
        ((name.equals("grype") || name.isEmpty() ? "Grype" : name) + " " + version).strip(),
        document.at("descriptor", "timestamp").textOrEmpty(),
        findings);
  }

  /// in-toto's own list: an identifier with what several methods say of it. The worst counts.
  static Read listed(Document result) {
    List<Finding> findings = new ArrayList<>();
    for (Document each : result.items()) {
      Severity worst =
          each.at("severity").stream()
              .map(one -> scored(one.at("score").textOrEmpty()))
              .min(Severity::compareTo)
              .orElse(Severity.UNKNOWN);
      findings.add(made(each.at("id").textOrEmpty(), worst, "", "", ""));
    }
    return new Read("", "", findings);
  }

  private static Severity scored(String score) {
    Severity byNumber = Severity.ofScore(score);
    return byNumber == Severity.UNKNOWN ? Severity.of(score) : byNumber;
  }

  static Finding made(String id, Severity severity, String target, String version, String fixedIn) {
    return new Finding(
        Unreadable.brief(id),
        severity,
        Unreadable.brief(target),
        Unreadable.brief(version),
        Unreadable.brief(fixedIn));
  }
}
