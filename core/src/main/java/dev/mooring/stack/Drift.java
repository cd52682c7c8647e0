package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// In what an installed stack is not as its recorded options make it: what others changed in the
/// cluster, and what this version of Mooring would make anew.
///
/// @param plan what would repair it
/// @param managers how many fields each manager set otherwise
/// @param removed how many fields somebody took away
/// @param missing how many objects are not there
/// @param updates how many objects only this version of Mooring makes otherwise
public record Drift(
    Plan plan, Map<String, Integer> managers, int removed, int missing, int updates) {

  /// @param same whether the very version that installed looks: what it does not find was taken
  /// away,
  /// while a newer one also wants what was never there
  static Drift of(Plan plan, boolean same) {
    Map<String, Integer> managers = new TreeMap<>();
    int removed = 0;
    int updates = plan.count(Plan.Action.REMOVE);
    for (Plan.Step step : plan.writes()) {
      boolean others = false;
      for (FieldChange each : step.fields()) {
        if (each.manager().isEmpty()) {
          removed += same ? 1 : 0;
          others |= same;
        } else if (!each.manager().equals(Cluster.FIELD_MANAGER)) {
          managers.merge(each.manager(), 1, Integer::sum);
          others = true;
        }
      }
      if (step.action() == Plan.Action.CHANGE && !others) {
        updates++;
      }
    }
    return new Drift(plan, Map.copyOf(managers), removed, plan.count(Plan.Action.CREATE), updates);
  }

  /// Whether somebody else changed the stack.
  public boolean changed() {
    return !managers.isEmpty() || removed > 0 || missing > 0;
  }

  /// Each part as a sentence; none where all is as it should be.
  public List<String> sentences() {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(managers)
        .forEach((manager, fields) -> parts.add(Messages.count("fields-by", fields, manager)));
    if (removed > 0) {
      parts.add(Messages.count("fields-removed", removed));
    }
    if (missing > 0) {
      parts.add(Messages.count("objects-missing", missing));
    }
    if (updates > 0) {
      parts.add(Messages.count("objects-to-update", updates));
    }
    return List.copyOf(parts);
  }

  public String words() {
    return sentences().isEmpty() ? Messages.of("as-installed") : String.join(", ", sentences());
  }
}
