package dev.mooring.desktop.command;

import dev.mooring.problem.Finding;
import dev.mooring.stack.Verification;
import java.util.List;
import java.util.Map;

/// Prints what a verification proved.
final class Proof {
  private Proof() {}

  static void print(Verification verification, Output output) {
    for (Verification.Pull pull : verification.pulls()) {
      output.line(
          pull.worked()
              ? "ok       %s pulled a fresh image as localhost in %d ms"
                  .formatted(pull.node(), pull.took().toMillis())
              : "failed   %s could not pull: %s".formatted(pull.node(), pull.why()));
    }
    for (Verification.Refusal refusal : verification.refusals()) {
      output.line(
          (refusal.refused() ? "ok       refused: " : "failed   not refused: ")
              + refusal.attempt()
              + " ("
              + refusal.answer()
              + ")");
    }
    verification
        .warnings()
        .forEach(each -> output.line("warning  " + each.words() + " -> " + each.whatToDo()));
  }

  static Map<String, Object> json(Verification verification) {
    return Map.of(
        "passed",
        verification.passed(),
        "at",
        verification.at().toString(),
        "pulls",
        verification.pulls().stream()
            .map(
                pull ->
                    Map.<String, Object>of(
                        "node", pull.node(),
                        "worked", pull.worked(),
                        "millis", pull.took().toMillis(),
                        "why", pull.why()))
            .toList(),
        "refusals",
        verification.refusals().stream()
            .map(
                each ->
                    Map.<String, Object>of(
                        "attempt", each.attempt(),
                        "refused", each.refused(),
                        "answer", each.answer()))
            .toList(),
        "warnings",
        verification.warnings().stream().map(Finding::words).toList());
  }

  static List<String> failures(Verification verification) {
    return java.util.stream.Stream.concat(
            verification.pulls().stream()
                .filter(pull -> !pull.worked())
                .map(pull -> pull.node() + ": " + pull.why()),
            verification.refusals().stream()
                .filter(each -> !each.refused())
                .map(each -> each.attempt() + ": " + each.answer()))
        .toList();
  }
}
