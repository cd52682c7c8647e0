package dev.mooring.stack;

import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.Verification.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Turns what outsiders were answered into rows: one for each attempt and node, with the worst that
/// came back to any of them.
final class Rows {
  private Rows() {}

  /// @param open what to do about a door that only the cluster's network leaves open
  static List<Row> of(List<Outsiders.Told> all, Remedy open) {
    List<Row> rows = new ArrayList<>();
    for (Attempt attempt : Attempt.values()) {
      Map<String, List<Outsiders.Told>> byNode = new TreeMap<>();
      for (Outsiders.Told each : all) {
        if (each.order().attempt() == attempt) {
          byNode.computeIfAbsent(each.order().target(), ignored -> new ArrayList<>()).add(each);
        }
      }
      byNode.forEach((node, told) -> rows.add(row(attempt, node, told, open)));
    }
    return List.copyOf(rows);
  }

  static Row row(Attempt attempt, String node, Answer answer, Remedy open) {
    return new Row(node, attempt.judge(answer, open));
  }

  private static Row row(Attempt attempt, String node, List<Outsiders.Told> told, Remedy open) {
    Answer worst = Answer.worst(told.stream().map(Outsiders.Told::answer).toList());
    Finding finding = attempt.judge(worst, open);
    boolean everywhere = told.stream().allMatch(each -> each.answer().outcome() == worst.outcome());
    String from =
        told.stream()
            .filter(each -> each.answer().equals(worst))
            .map(Outsiders.Told::from)
            .findFirst()
            .orElse("");
    return new Row(
        node,
        everywhere
            ? finding
            : new Finding(
                finding.id(),
                finding.level(),
                finding.subject(),
                Messages.of("asked-from", finding.sentence(), from),
                finding.remedy()));
  }
}
