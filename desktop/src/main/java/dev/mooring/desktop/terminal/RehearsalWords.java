package dev.mooring.desktop.terminal;

import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A rehearsal in words and in JSON, whose keys are a promise to scripts.
final class RehearsalWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private RehearsalWords() {}

  /// What the change would do: "limit dev/ana to app/*".
  static String change(Rehearsed change) {
    return change.removes()
        ? Messages.of("remove-2", change.words())
        : Messages.of("limit-to", change.words(), String.join(", ", change.repositories()));
  }

  /// The whole in a line.
  static String line(Rehearsal rehearsal) {
    return Messages.of(
        "since",
        change(rehearsal.rehearsed()),
        time(rehearsal.rehearsed().since()),
        outcome(rehearsal));
  }

  static String outcome(Rehearsal rehearsal) {
    return rehearsal.hidden().isEmpty()
        ? Messages.count("would-have-been-refused", rehearsal.requests())
        : Messages.of("refusals-are-hidden", rehearsal.hidden());
  }

  static String time(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }

  static List<String> row(Rehearsal.Refusal refusal) {
    return List.of(
        refusal.account(),
        refusal.repository(),
        String.join(",", refusal.methods()),
        Long.toString(refusal.requests()),
        time(refusal.first()),
        time(refusal.last()));
  }

  static Map<String, Object> json(Rehearsed change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", change.words());
    json.put("builder", change.builder().isPresent());
    json.put("removes", change.removes());
    json.put("repositories", change.repositories());
    json.put("since", change.since().toString());
    return json;
  }

  static Map<String, Object> json(Rehearsal rehearsal) {
    Map<String, Object> json = new LinkedHashMap<>(json(rehearsal.rehearsed()));
    json.put("counted", rehearsal.counted().toString());
    json.put("hidden", rehearsal.hidden());
    json.put("requests", rehearsal.requests());
    json.put("refusals", rehearsal.refusals().stream().map(RehearsalWords::json).toList());
    return json;
  }

  private static Map<String, Object> json(Rehearsal.Refusal refusal) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("account", refusal.account());
    json.put("repository", refusal.repository());
    json.put("methods", List.copyOf(refusal.methods()));
    json.put("requests", refusal.requests());
    json.put("first", refusal.first().toString());
    json.put("last", refusal.last().toString());
    return json;
  }
}
