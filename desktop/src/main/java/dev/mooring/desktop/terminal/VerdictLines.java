package dev.mooring.desktop.terminal;

import dev.mooring.debug.Verdict;
import dev.mooring.desktop.control.Problems;
import java.util.Map;

/// What a verdict says in a terminal, or to a script.
final class VerdictLines {
  private VerdictLines() {}

  static void print(Verdict verdict, Output output, boolean json) {
    if (json) {
      output.json(
          Map.of(
              "pod", verdict.namespace() + "/" + verdict.pod(),
              "container", verdict.container(),
              "possible", verdict.possible(),
              "findings", verdict.findings().stream().map(Problems::json).toList(),
              "facts",
                  verdict.facts().stream()
                      .map(fact -> Map.of("name", fact.name(), "value", fact.value()))
                      .toList()));
      return;
    }
    output.line(
        Messages.of(
            "container", verdict.namespace(), verdict.pod(), verdict.container(), words(verdict)));
    verdict.lines().forEach(line -> output.line("  " + line));
    verdict.facts().forEach(fact -> output.line("  " + fact.name() + ": " + fact.value()));
  }

  private static String words(Verdict verdict) {
    if (verdict.possible()) {
      return Messages.of("can-be-tried");
    }
    return verdict.copyable() ? Messages.of("only-a-copy") : Messages.of("not-possible");
  }
}
