package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Conflict;
import dev.mooring.problem.Finding;
import dev.mooring.stack.FieldChange;
import dev.mooring.stack.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What would be done to the cluster, for people and for scripts.
final class PlanLines {
  /// Fields of one object that are shown; JSON has all.
  private static final int NAMED = 12;

  private PlanLines() {}

  /// The object, and below it each field with what it is, what it becomes, and who set it.
  static List<String> of(Plan.Step step) {
    List<String> lines = new ArrayList<>();
    lines.add(
        step.action().name().toLowerCase(Locale.ROOT)
            + " "
            + step.object()
            + (step.why().isEmpty() ? "" : " (" + step.why() + ")"));
    step.fields().stream().limit(NAMED).forEach(each -> lines.add("  " + each.words()));
    int more = step.fields().size() - NAMED;
    if (more > 0) {
      lines.add("  " + Messages.count("more-fields", more));
    }
    return lines;
  }

  static Map<String, Object> json(Plan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("steps", plan.steps().stream().map(PlanLines::json).toList());
    json.put("warnings", plan.findings().stream().map(Finding::words).toList());
    return json;
  }

  static Map<String, Object> json(Plan.Step step) {
    return Map.of(
        "action", step.action().name().toLowerCase(Locale.ROOT),
        "object", step.object(),
        "fields", step.fields().stream().map(FieldChange::path).toList(),
        "changes", step.fields().stream().map(PlanLines::json).toList(),
        "taken", step.taken().stream().map(Conflict::words).toList(),
        "why", step.why());
  }

  private static Map<String, Object> json(FieldChange change) {
    return Map.of(
        "field", change.path(),
        "found", change.found(),
        "wanted", change.wanted(),
        "manager", change.manager());
  }
}
