package dev.mooring.stack;

/// A field in which what is there differs from what is wanted.
///
/// @param path "spec.template.spec.containers[0].image"
/// @param found its value there as brief JSON; empty where it is missing, or is nobody's to see
/// @param wanted the value that Mooring gives it, likewise
/// @param manager who set what is there: "kubectl-edit"; empty where nobody says so, as for a field
/// that was taken away
public record FieldChange(String path, String found, String wanted, String manager) {
  private static final int BRIEF = 80;

  public FieldChange {
    found = brief(found);
    wanted = brief(wanted);
  }

  private static String brief(String value) {
    return value.length() <= BRIEF ? value : value.substring(0, BRIEF - 1) + "…";
  }

  /// "spec.replicas: 3 -> 1 (set by kubectl-edit)".
  public String words() {
    String values =
        found.isEmpty() && wanted.isEmpty() ? "" : ": " + shown(found) + " -> " + shown(wanted);
    return path + values + (manager.isEmpty() ? "" : " " + Messages.of("set-by", manager));
  }

  private static String shown(String value) {
    return value.isEmpty() ? Messages.of("missing-value") : value;
  }
}
