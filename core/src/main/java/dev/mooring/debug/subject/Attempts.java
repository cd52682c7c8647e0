package dev.mooring.debug.subject;

import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What attaching showed of the images of containers, which the API server doesn't know: that a
/// program is stripped, that it isn't Go, that a policy forbids it. Another image is another
/// matter. Thread-safe; the oldest are forgotten.
public final class Attempts {
  private static final int KEPT = 1000;

  /// Those that the next attempt would meet again.
  private static final Set<Code> LASTING =
      Set.of(Code.DEBUG_PROGRAM_UNFIT, Code.DEBUG_NOT_PERMITTED, Code.DEBUG_CONTAINER_REFUSED);

  private static final String SHOWN = "debug.attempt";

  /// What a cluster refused may be allowed meanwhile.
  private static final String REFUSED = "debug.refused";

  private record Key(String namespace, String container, String image) {
    static Key of(TargetContainer target) {
      return new Key(target.pod().namespace(), target.name(), target.image());
    }
  }

  private final Map<Key, Optional<Problem>> outcomes = new LinkedHashMap<>();

  public synchronized void succeeded(TargetContainer target) {
    keep(Key.of(target), Optional.empty());
  }

  public synchronized void failed(TargetContainer target, Problem problem) {
    if (LASTING.contains(problem.code())) {
      keep(Key.of(target), Optional.of(problem));
    }
  }

  private void keep(Key key, Optional<Problem> outcome) {
    outcomes.remove(key);
    outcomes.put(key, outcome);
    if (outcomes.size() > KEPT) {
      outcomes.remove(outcomes.keySet().iterator().next());
    }
  }

  /// Lets the next attempt tell anew.
  public synchronized void forget(TargetContainer target) {
    outcomes.remove(Key.of(target));
  }

  /// Whether Delve was attached to it.
  synchronized boolean worked(TargetContainer target) {
    Optional<Problem> outcome = outcomes.get(Key.of(target));
    return outcome != null && outcome.isEmpty();
  }

  /// Whether a finding spares an attempt.
  public static boolean isCertain(Finding finding) {
    return finding.level() == Finding.Level.BLOCKER && !finding.id().equals(REFUSED);
  }

  /// What stands in the way, as far as attempts showed it.
  public synchronized Optional<Finding> blocker(TargetContainer target) {
    return outcomes
        .getOrDefault(Key.of(target), Optional.empty())
        .map(
            problem ->
                Finding.blocker(
                    problem.code() == Code.DEBUG_PROGRAM_UNFIT ? SHOWN : REFUSED,
                    Messages.of("container", target.name()),
                    problem.why(),
                    problem.remedy()));
  }
}
