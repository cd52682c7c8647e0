package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.Rehearsal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines in which a proxy before the registry says whom rules in rehearsal would have refused.
/// They hold an account, a method and a path without its query; no header, and nothing secret.
public final class ShadowLog {
  private static final String RBAC = "envoy.filters.http.rbac";
  private static final String RESULT = "shadow_engine_result";
  private static final String MARK = "mooring-rehearsal";
  private static final String KEY = "mooring.rehearsal.status";
  private static final int LONGEST_LINE = 4096;

  /// As Kubernetes' tokens and as SPIFFE call an account.
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "(?:system:serviceaccount:|spiffe://[^/]{1,255}/ns/)([a-z0-9.-]{1,253})(?:/sa/|:)"
              + "([a-z0-9.-]{1,253})");

  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
  private static final Pattern REPOSITORY =
      Pattern.compile(
          "/v2/([a-z0-9][a-z0-9._/-]{0,254})/(?:blobs/uploads(?:/.*)?|blobs/[^/]+|manifests/[^/]+)");

  private ShadowLog() {}

  /// A line for each request that the rules in force let through and those in rehearsal would not.
  ///
  /// @param prefix of what the filter says of its shadow rules
  /// @param account Envoy's name for who asks
  public static Map<String, Object> access(String prefix, String account) {
    Map<String, Object> wouldBeRefused =
        Tree.of(
            "matcher",
            Tree.of(
                "filter",
                RBAC,
                "path",
                List.of(Map.of("key", prefix + RESULT)),
                "value",
                Map.of("string_match", Map.of("exact", "denied"))),
            "match_if_key_not_found",
            false);
    return StdoutLog.of(
        MARK,
        StdoutLog.all(
            Map.of("metadata_filter", wouldBeRefused),
            // What the rules in force refuse, too, is nothing new.
            StdoutLog.any(StdoutLog.status("LE", 402, KEY), StdoutLog.status("GE", 404, KEY))),
        StdoutLog.request(MARK, account));
  }

  /// Whether a configuration writes such lines.
  public static boolean writtenBy(String configuration) {
    return configuration.contains(MARK);
  }

  /// "NAMESPACE/NAME" of an account as a proxy names it; nothing where it names none.
  static Optional<String> account(String text) {
    Matcher account = ACCOUNT.matcher(text);
    return account.matches()
        ? Optional.of(account.group(1) + "/" + account.group(2))
        : Optional.empty();
  }

  /// What a line of a container's log says; nothing where it is another line.
  public static Optional<Rehearsal.Refusal> read(String line) {
    if (!line.startsWith("{") || line.length() > LONGEST_LINE || !line.contains(MARK)) {
      return Optional.empty();
    }
    try {
      Document read = Documents.json(line, MARK);
      Optional<String> account = account(read.at("account").textOrEmpty());
      String method = read.at("method").textOrEmpty();
      if (!read.at("log").textOrEmpty().equals(MARK)
          || account.isEmpty()
          || !METHOD.matcher(method).matches()) {
        return Optional.empty();
      }
      Matcher repository = REPOSITORY.matcher(read.at("path").textOrEmpty());
      Instant at = Instant.parse(read.at("at").textOrEmpty());
      return Optional.of(
          new Rehearsal.Refusal(
              account.get(),
              repository.matches() ? repository.group(1) : "-",
              new TreeSet<>(List.of(method)),
              1,
              at,
              at));
    } catch (MooringException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
