package dev.mooring.registry.attached;

import java.util.Locale;
import java.util.stream.Stream;

/// One thing that a scanner found, its texts short and cleaned; what it does not say is empty.
///
/// @param id of the vulnerability: "CVE-2026-1234"
/// @param target the package that has it, or the file where the scanner names no package
/// @param version of the package in the image
/// @param fixedIn the versions without it
public record Finding(String id, Severity severity, String target, String version, String fixedIn) {

  /// How bad scanners say it is, the worst first.
  public enum Severity {
    CRITICAL("critical"),
    HIGH("high"),
    MEDIUM("medium"),
    LOW("low"),
    NEGLIGIBLE("negligible"),
    UNKNOWN("unknown");

    /// Scores of CVSS, as its specification names them.
    private static final double WORST = 9;

    private static final double BAD = 7;
    private static final double SO_SO = 4;

    private final String id;

    Severity(String id) {
      this.id = id;
    }

    /// The stable identifier: "critical".
    public String id() {
      return id;
    }

    /// For people.
    public String words() {
      return switch (this) {
        case CRITICAL -> Messages.of("critical");
        case HIGH -> Messages.of("high");
        case MEDIUM -> Messages.of("medium");
        case LOW -> Messages.of("low");
        case NEGLIGIBLE -> Messages.of("negligible");
        case UNKNOWN -> Messages.of("unknown");
      };
    }

    /// By the word that scanners have for it.
    static Severity of(String word) {
      return switch (word.strip().toLowerCase(Locale.ROOT)) {
        case "critical" -> CRITICAL;
        case "high", "important", "error" -> HIGH;
        case "medium", "moderate", "warning" -> MEDIUM;
        case "low", "note" -> LOW;
        case "negligible", "none", "info", "informational" -> NEGLIGIBLE;
        default -> UNKNOWN;
      };
    }

    /// By a score of CVSS, 0 to 10.
    static Severity ofScore(String score) {
      if (!score.matches("[0-9]{1,2}(\\.[0-9]{1,3})?")) {
        return UNKNOWN;
      }
      double value = Double.parseDouble(score);
      return value >= WORST
          ? CRITICAL
          : value >= BAD ? HIGH : value >= SO_SO ? MEDIUM : value > 0 ? LOW : NEGLIGIBLE;
    }
  }

  /// Whether any of its texts has this one in it, in capitals or not.
  public boolean has(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.of(id, severity.id(), target, version, fixedIn)
        .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
