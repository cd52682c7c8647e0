package dev.mooring.desktop.stack;

import dev.mooring.problem.Finding;
import dev.mooring.stack.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a verification says, in one line and in few.
public final class Proofs {
  private Proofs() {}

  public static String words(Verification proof) {
    if (proof.passed()) {
      int warnings = proof.warnings().size();
      String verified = Messages.count("verified-on", proof.nodes());
      return warnings == 0
          ? verified
          : String.join(", ", verified, Messages.count("warnings", warnings));
    }
    long failed = proof.failedNodes();
    long open =
        proof.pulls().stream().filter(pull -> !pull.worked()).count()
            + proof.rows().stream()
                .filter(each -> each.finding().level() == Finding.Level.BLOCKER)
                .count()
            - failed;
    List<String> parts = new ArrayList<>();
    if (failed > 0) {
      parts.add(Messages.count("nodes-could-not-pull", failed));
    }
    if (open > 0) {
      parts.add(Messages.count("checks-failed", open));
    }
    return String.join(", ", parts);
  }

  /// Rows that say the same of several nodes as one, the worst first.
  static List<Finding> summary(Verification proof) {
    Map<Finding, List<String>> nodes = new LinkedHashMap<>();
    for (Verification.Row row : proof.rows()) {
      nodes.computeIfAbsent(row.finding(), ignored -> new ArrayList<>()).add(row.node());
    }
    return nodes.entrySet().stream()
        .map(each -> on(each.getKey(), each.getValue()))
        .sorted(java.util.Comparator.comparing(Finding::level, java.util.Comparator.reverseOrder()))
        .toList();
  }

  private static Finding on(Finding finding, List<String> nodes) {
    String where =
        nodes.stream().filter(each -> !each.isEmpty()).limit(4).collect(Collectors.joining(", "));
    if (where.isEmpty()) {
      return finding;
    }
    return new Finding(
        finding.id(),
        finding.level(),
        nodes.size() > 4
            ? Messages.of("on-and-more", finding.subject(), where, nodes.size() - 4)
            : Messages.of("on", finding.subject(), where),
        finding.sentence(),
        finding.remedy());
  }
}
