package dev.mooring.stack.options;

import java.util.List;
import java.util.regex.Pattern;

/// What those may do at the ingress whose token has a claim of a value. One rule a value.
///
/// @param claim name of a claim of the token itself, not of one within another
/// @param value the whole of it, compared letter by letter; of a claim that is a list, one entry
/// @param repositories as writers have them: "v/*", "app", "*"
/// @param readOnly whether they pull and nothing else
public record TokenRule(String claim, String value, List<String> repositories, boolean readOnly) {
  private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:/@-]{0,127}");
  private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]{0,298}[!-~])?");
  private static final int MOST_PREFIXES = 50;

  public TokenRule {
    repositories = List.copyOf(repositories);
  }

  /// @param claim KEY=VALUE
  /// @throws dev.mooring.problem.MooringException when a part of it cannot be used
  public static TokenRule parse(String claim, List<String> repositories, boolean readOnly) {
    int equals = claim.indexOf('=');
    if (equals < 1) {
      throw Names.refused(Messages.of("claim"), claim, Messages.of("write-a-claim-such-as"));
    }
    TokenRule rule =
        new TokenRule(
            claim.substring(0, equals), claim.substring(equals + 1), repositories, readOnly);
    rule.check();
    return rule;
  }

  /// @throws dev.mooring.problem.MooringException when a part of it cannot be used
  public void check() {
    if (!CLAIM.matcher(claim).matches()) {
      throw Names.refused(Messages.of("claim"), claim, Messages.of("a-claim-has-letters-and"));
    }
    if (value.contains("*")) {
      throw Names.refused(
          Messages.of("claim-value"), value, Messages.of("a-value-is-compared-as-a-whole"));
    }
    if (!VALUE.matcher(value).matches()) {
      throw Names.refused(
          Messages.of("claim-value"), value, Messages.of("it-is-1-to-300-printable"));
    }
    if (repositories.isEmpty() || repositories.size() > MOST_PREFIXES) {
      throw Names.refused(
          Messages.of("list-of-repositories"),
          Messages.of("entries", repositories.size()),
          Messages.of("a-rule-has-1-to-repositories", MOST_PREFIXES));
    }
    repositories.forEach(Names::repositories);
  }

  /// KEY=VALUE, by which it is known.
  public String condition() {
    return claim + "=" + value;
  }
}
