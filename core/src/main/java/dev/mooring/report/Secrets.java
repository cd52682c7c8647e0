package dev.mooring.report;

import java.util.List;
import java.util.regex.Pattern;

/// Takes out what may open something, also where names are wanted. Mooring logs no secrets; what a
/// library or a server says might hold one.
final class Secrets {
  static final String GONE = "(secret)";

  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.compile("-----BEGIN [A-Z ]+-----[\\s\\S]*?(?:-----END [A-Z ]+-----|\\z)"),
          Pattern.compile("\\beyJ[\\w-]{8,}(?:\\.[\\w-]*){0,2}"),
          Pattern.compile("(?i)(?<=\\b(?:bearer|basic) {1,3})[\\w.~+/=-]+"),
          Pattern.compile(
              "(?i)(?<=(?:token|password|passwd|secret|authorization|api[_-]?key|-data)[\"']?\\s?[:=]\\s?)(?!(?:bearer|basic) )[\"']?[^\\s\"',;}]+"),
          Pattern.compile("(?<=://)[^/\\s@]+(?=@)"),
          Pattern.compile("[A-Za-z0-9+/_-]{40,}={0,2}"));

  private Secrets() {}

  static String without(String text) {
    String clean = text;
    for (Pattern each : PATTERNS) {
      clean = each.matcher(clean).replaceAll(GONE);
    }
    return clean;
  }
}
