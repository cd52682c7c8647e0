package dev.mooring.stack;

import dev.mooring.cluster.Conflict;
import dev.mooring.problem.Finding;
import java.util.List;
import java.util.stream.Collectors;

/// What would be done to the cluster, in its order: what is wanted less what is there.
///
/// @param steps those that change nothing included
/// @param findings what is odd about the cluster and not the plan's to change
public record Plan(List<Step> steps, List<Finding> findings) {

  public enum Action {
    CREATE,
    CHANGE,
    REMOVE,
    /// Stays as it is.
    KEEP
  }

  /// One object and what happens to it.
  ///
  /// @param object as people name it: "Deployment kube-registry/kube-registry"
  /// @param fields that differ
  /// @param taken fields that another manager set and Mooring takes over
  /// @param why it is kept or removed; empty where that is plain
  public record Step(
      Action action, String object, List<FieldChange> fields, List<Conflict> taken, String why) {
    private static final int NAMED = 8;

    public Step {
      fields = List.copyOf(fields);
      taken = List.copyOf(taken);
    }

    /// One line of a terminal.
    public String words() {
      String taking = taken.stream().map(Conflict::words).collect(Collectors.joining(", "));
      return action.name().toLowerCase(java.util.Locale.ROOT)
          + " "
          + object
          + (fields.isEmpty() ? "" : ": " + changes())
          + (taken.isEmpty() ? "" : ", " + Messages.of("taking-over", taking))
          + (why.isEmpty() ? "" : " (" + why + ")");
    }

    /// The fields that differ, the first of many.
    public String changes() {
      String named =
          fields.stream().limit(NAMED).map(FieldChange::path).collect(Collectors.joining(", "));
      return fields.size() > NAMED
          ? named + ", " + Messages.of("more", fields.size() - NAMED)
          : named;
    }
  }

  public Plan {
    steps = List.copyOf(steps);
    findings = List.copyOf(findings);
  }

  /// The steps that write.
  public List<Step> writes() {
    return steps.stream().filter(each -> each.action() != Action.KEEP).toList();
  }

  /// Whether something that stands is changed or removed.
  public boolean touches() {
    return steps.stream()
        .anyMatch(each -> each.action() == Action.CHANGE || each.action() == Action.REMOVE);
  }

  public int count(Action action) {
    return (int) steps.stream().filter(each -> each.action() == action).count();
  }

  /// "3 to create, 1 to change, 2 to remove, 30 unchanged".
  public String words() {
    return Messages.of(
        "to-create-to-change-to-remove",
        count(Action.CREATE),
        count(Action.CHANGE),
        count(Action.REMOVE),
        count(Action.KEEP));
  }
}
