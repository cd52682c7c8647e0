package dev.mooring.registry.attached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.attached.Finding.Severity;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What scanners wrote about an image, in the forms of the common ones.
final class ScanReportTest {
  private static final String TRIVY =
      """
      {"SchemaVersion": 2, "CreatedAt": "2026-03-01T10:00:00Z", "ArtifactName": "ana/app:1",
       "Results": [
        {"Target": "ana/app:1 (debian 12)", "Class": "os-pkgs", "Vulnerabilities": [
          {"VulnerabilityID": "CVE-2026-2", "PkgName": "zlib1g", "InstalledVersion": "1.2",
           "Severity": "LOW"},
          {"VulnerabilityID": "CVE-2026-1", "PkgName": "openssl\\u001b[31m",
           "InstalledVersion": "3.0.1", "FixedVersion": "3.0.2", "Severity": "CRITICAL"}]},
        {"Target": "/app/key.pem", "Class": "secret", "Secrets": [
          {"RuleID": "private-key", "Severity": "HIGH"}]}]}
      """;

  private static ScanReport read(String json) {
    return ScanReport.of(json.getBytes(UTF_8)).orElseThrow();
  }

  private static String statement(String type, String predicate) {
    return """
    {"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "%s",
     "subject": [{"name": "app", "digest": {"sha256": "%s"}}], "predicate": %s}
    """
        .formatted(type, "0".repeat(64), predicate);
  }

  @Test
  void trivysFindingsAreListedTheWorstFirstAndCleaned() {
    ScanReport report = read(TRIVY);
    assertEquals("Trivy", report.scanner());
    assertEquals("2026-03-01T10:00:00Z", report.finished());
    assertEquals(
        List.of(
            new Finding("CVE-2026-1", Severity.CRITICAL, "openssl [31m", "3.0.1", "3.0.2"),
            new Finding("private-key", Severity.HIGH, "/app/key.pem", "", ""),
            new Finding("CVE-2026-2", Severity.LOW, "zlib1g", "1.2", "")),
        report.findings());
    assertEquals(Map.of(Severity.CRITICAL, 1, Severity.HIGH, 1, Severity.LOW, 1), report.counts());
    assertTrue(report.findings().getFirst().has("OpenSSL"));
  }

  @Test
  void grypesMatchesAreListed() {
    ScanReport report =
        read(
            """
            {"matches": [{"vulnerability": {"id": "GHSA-1", "severity": "High",
               "fix": {"versions": ["1.1", "2.0"], "state": "fixed"}},
              "artifact": {"name": "curl", "version": "1.0", "type": "apk"}}],
             "descriptor": {"name": "grype", "version": "0.90.0",
               "timestamp": "2026-03-01T10:00:00Z"}}
            """);
    assertEquals("Grype 0.90.0", report.scanner());
    assertEquals(
        List.of(new Finding("GHSA-1", Severity.HIGH, "curl", "1.0", "1.1, 2.0")),
        report.findings());
  }

  @Test
  void sarifOfTrivyAndGrypeNamesPackagesInItsTextsAndOthersNameFiles() {
    ScanReport report =
        read(
            """
            {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Trivy", "version": "0.60",
              "rules": [
               {"id": "CVE-2026-3-libssl3", "help": {"text": "Vulnerability x\\nFix Version: 3.1\\n"}},
               {"id": "CVE-2026-4", "properties": {"security-severity": "9.8"}}]}},
              "results": [
               {"ruleId": "CVE-2026-1", "level": "error", "message": {"text":
                 "Package: openssl\\nInstalled Version: 3.0.1\\nSeverity: MEDIUM\\nFixed Version: 3.0.2"}},
               {"ruleId": "CVE-2026-3-libssl3", "level": "error", "message": {"text":
                 "A high vulnerability in apk package: libssl3, version 3.0 was found at: /lib"}},
               {"ruleId": "CVE-2026-4", "level": "note", "message": {"text": "Bad"}, "locations": [
                 {"physicalLocation": {"artifactLocation": {"uri": "app/x.jar"}}}]},
               {"ruleId": "style", "level": "warning", "message": {"text": "Hm"}}]}]}
            """);
    assertEquals("Trivy 0.60", report.scanner());
    assertEquals(
        List.of(
            new Finding("CVE-2026-4", Severity.CRITICAL, "app/x.jar", "", ""),
            new Finding("CVE-2026-3-libssl3", Severity.HIGH, "libssl3", "3.0", "3.1"),
            new Finding("style", Severity.MEDIUM, "", "", ""),
            new Finding("CVE-2026-1", Severity.MEDIUM, "openssl", "3.0.1", "3.0.2")),
        report.findings());
  }

  @Test
  void anAttestationSaysWhoScannedAndWhenAlsoInAnEnvelope() {
    String cosign =
        statement(
            "https://cosign.sigstore.dev/attestation/vuln/v1",
            """
            {"scanner": {"uri": "pkg:github/aquasecurity/trivy", "version": "0.60", "result": %s},
             "metadata": {"scanFinishedOn": "2026-03-02T10:00:00Z"}}
            """
                .formatted(TRIVY));
    ScanReport report = read(cosign);
    assertEquals(3, report.findings().size());
    assertEquals("2026-03-02T10:00:00Z", report.finished());
    String envelope =
        """
        {"payloadType": "application/vnd.in-toto+json", "payload": "%s", "signatures": [{"sig": ""}]}
        """
            .formatted(Base64.getEncoder().encodeToString(cosign.getBytes(UTF_8)));
    assertEquals(report, read(envelope));

    ScanReport listed =
        read(
            statement(
                "https://in-toto.io/attestation/vulns/v0.1",
                """
                {"scanner": {"uri": "https://scan.example", "version": "2", "result": [
                  {"id": "CVE-2026-9", "severity": [{"method": "nvd", "score": "5.0"},
                    {"method": "cvss", "score": "high"}]}]}, "metadata": {}}
                """));
    assertEquals("https://scan.example 2", listed.scanner());
    assertEquals(List.of(new Finding("CVE-2026-9", Severity.HIGH, "", "", "")), listed.findings());
  }

  @Test
  void whatHasNoKnownFormIsNoneAndNothingFoundIsAnAnswer() {
    assertEquals(Optional.empty(), ScanReport.of("{\"a\": 1}".getBytes(UTF_8)));
    assertEquals(Optional.empty(), ScanReport.of("not json".getBytes(UTF_8)));
    assertEquals(
        Optional.empty(),
        ScanReport.of(statement("https://openvex.dev/ns", "{\"statements\": []}").getBytes(UTF_8)));
    assertEquals(
        Optional.empty(),
        ScanReport.of("{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {}}]}".getBytes(UTF_8)));
    assertEquals(
        List.of(), read("{\"SchemaVersion\": 2, \"ArtifactName\": \"ana/app:1\"}").findings());
  }

  @Test
  void moreFindingsThanAnybodyReadsAreCounted() {
    String matches =
        IntStream.range(0, ScanReport.MOST + 5)
            .mapToObj(
                i ->
                    "{\"vulnerability\": {\"id\": \"CVE-%d\", \"severity\": \"%s\"}}"
                        .formatted(i, i == ScanReport.MOST ? "Critical" : "Low"))
            .collect(Collectors.joining(","));
    ScanReport report = read("{\"matches\": [" + matches + "], \"descriptor\": {}}");
    assertEquals(ScanReport.MOST, report.findings().size());
    assertEquals(5, report.left());
    assertEquals(Severity.CRITICAL, report.findings().getFirst().severity());
  }
}
