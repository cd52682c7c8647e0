package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.registry.attached.Finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One run of a tool in SARIF. The form has no fields for packages: what Trivy and Grype write into
/// the texts of results is read, of others there is the place that they name.
///
/// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
final class SarifRun {
  private static final int LONGEST = 2_000;

  /// Lines of Trivy's messages.
  private static final Pattern LINE = Pattern.compile("(?m)^([A-Z][A-Za-z ]{1,30}): ?(.{0,300})$");

  /// Grype's message.
  private static final Pattern SENTENCE =
      Pattern.compile(
          "^An? (\\w{1,20}) vulnerability in \\S{1,40} package: (\\S{1,300}), version (\\S{1,300})"
              + " was found");

  private static final Pattern FIX = Pattern.compile("(?m)^Fix Version: ?(.{0,300})$");

  private final Document run;
  private final Map<String, Document> rules = new HashMap<>();

  private SarifRun(Document run) {
    this.run = run;
    run.at("tool", "driver", "rules").stream()
        .forEach(each -> rules.putIfAbsent(each.at("id").textOrEmpty(), each));
  }

  static ScanForms.Read all(Document document) {
    List<Finding> findings = new ArrayList<>();
    String scanner = "";
    String finished = "";
    for (Document each : document.at("runs").items()) {
      Document driver = each.at("tool", "driver");
      scanner =
          (driver.at("name").textOrEmpty() + " " + driver.at("version").textOrEmpty()).strip();
      finished =
          each.at("invocations").stream()
              .map(one -> one.at("endTimeUtc").textOrEmpty())
              .findFirst()
              .orElse(finished);
      findings.addAll(new SarifRun(each).findings());
    }
    return new ScanForms.Read(scanner, finished, findings);
  }

  private List<Finding> findings() {
    return run.at("results").stream().map(this::finding).toList();
  }

  private Finding finding(Document result) {
    String id = result.at("ruleId").textOrEmpty();
    Document rule = rules.getOrDefault(id, Document.nothing());
    String message = Printable.cut(result.at("message", "text").textOrEmpty(), LONGEST);
    Map<String, String> said = new HashMap<>();
    LINE.matcher(message).results().forEach(each -> said.putIfAbsent(each.group(1), each.group(2)));
    Matcher sentence = SENTENCE.matcher(message);
    boolean grype = sentence.find();
    String fix = said.getOrDefault("Fixed Version", "");
    return ScanForms.made(
        id,
        severity(rule, result, grype ? sentence.group(1) : said.getOrDefault("Severity", "")),
        grype ? sentence.group(2) : said.getOrDefault("Package", place(result)),
        grype ? sentence.group(3) : said.getOrDefault("Installed Version", ""),
        fix.isEmpty() ? fix(rule) : fix);
  }

  /// The scanner's own word before a score, and that before what every tool has to say.
  private static Severity severity(Document rule, Document result, String word) {
    Severity said = Severity.of(word);
    if (said != Severity.UNKNOWN) {
      return said;
    }
    Severity scored = Severity.ofScore(rule.at("properties", "security-severity").textOrEmpty());
    if (scored != Severity.UNKNOWN) {
      return scored;
    }
    String level = result.at("level").textOrEmpty();
    return Severity.of(
        level.isEmpty() ? rule.at("defaultConfiguration", "level").textOrEmpty() : level);
  }

  private static String fix(Document rule) {
    Matcher fix = FIX.matcher(Printable.cut(rule.at("help", "text").textOrEmpty(), LONGEST));
    return fix.find() ? fix.group(1) : "";
  }

  private static String place(Document result) {
    return result.at("locations").stream()
        .map(each -> each.at("physicalLocation", "artifactLocation", "uri").textOrEmpty())
        .findFirst()
        .orElse("");
  }
}
