package dev.mooring.cluster;

/// A field that an apply would take from whoever set it (KEP-555).
///
/// @param field as the server names it: ".spec.replicas"
/// @param manager who set it: "kubectl-edit"
public record Conflict(String field, String manager) {
  /// For people: the field and who set it.
  public String words() {
    return Messages.of("of-manager", field, manager);
  }
}
