package dev.mooring.debug.judge;

import dev.mooring.debug.Verdict;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;

/// What a preflight gathers.
final class Findings {
  final List<Finding> all = new ArrayList<>();
  final List<Verdict.Fact> facts = new ArrayList<>();

  void add(Finding finding) {
    all.add(finding);
  }

  void blocker(String id, String subject, String sentence, String whatToDo) {
    add(Finding.blocker("debug." + id, subject, sentence, new Remedy.Advice(whatToDo)));
  }

  void warning(String id, String subject, String sentence, String whatToDo) {
    add(Finding.warning("debug." + id, subject, sentence, new Remedy.Advice(whatToDo)));
  }

  boolean blocked() {
    return all.stream().anyMatch(each -> each.level() == Finding.Level.BLOCKER);
  }

  void fact(String name, String value) {
    facts.add(new Verdict.Fact(name, value));
  }
}
