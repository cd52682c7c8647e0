package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.Problems;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Prints what a verification proved.
final class Proof {
  private Proof() {}

  /// @param same makes a remedy one for the registry that was asked for
  static void print(Verification verification, Output output, UnaryOperator<Remedy> same) {
    for (Verification.Pull pull : verification.pulls()) {
      output.line(
          pull.worked()
              ? Messages.of("ok-pulled-a-fresh-image-as", pull.node(), pull.took().toMillis())
              : Messages.of("failed-could-not-pull", pull.node(), pull.why()));
    }
    for (Verification.Row row : verification.rows()) {
      output.line("%-8s %s: %s".formatted(word(row), row.attempt(), row.finding().sentence()));
      String todo = same.apply(row.finding().remedy()).line();
      if (!todo.isEmpty()) {
        output.line("         " + todo);
      }
    }
  }

  private static String word(Verification.Row row) {
    return switch (row.finding().level()) {
      case OK -> "ok";
      case WARNING -> "warning";
      case BLOCKER -> "failed";
    };
  }

  static Map<String, Object> json(Verification verification) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("passed", verification.passed());
    json.put("at", verification.at().toString());
    json.put(
        "pulls",
        verification.pulls().stream()
            .map(
                pull ->
                    Map.<String, Object>of(
                        "node", pull.node(),
                        "worked", pull.worked(),
                        "millis", pull.took().toMillis(),
                        "why", pull.why()))
            .toList());
    json.put("attempts", verification.rows().stream().map(Proof::json).toList());
    return json;
  }

  private static Map<String, Object> json(Verification.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", row.node());
    json.putAll(Problems.json(row.finding()));
    return json;
  }
}
