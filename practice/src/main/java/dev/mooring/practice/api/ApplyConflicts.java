package dev.mooring.practice.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The fields of one apply that other managers own with other values, in the server's words.
final class ApplyConflicts {
  private final Map<String, List<String>> fields = new TreeMap<>();
  private final List<Map<String, Object>> causes = new ArrayList<>();

  void add(ManagedFields.Owner owner, String path) {
    String manager = words(owner);
    String field = Fields.words(path);
    fields.computeIfAbsent(manager, _ -> new ArrayList<>()).add(field);
    causes.add(
        Map.of(
            "reason",
            "FieldManagerConflict",
            "message",
            "conflict with " + manager,
            "field",
            field));
  }

  private static String words(ManagedFields.Owner owner) {
    String words = "\"" + owner.manager() + "\"";
    if (!owner.subresource().isEmpty()) {
      words += " with subresource \"" + owner.subresource() + "\"";
    }
    return owner.operation().equals("Update") ? words + " using " + owner.apiVersion() : words;
  }

  ApiFailure failure() {
    if (causes.size() == 1) {
      Map<String, Object> only = causes.getFirst();
      return ApiFailure.applyConflict(
          "Apply failed with 1 conflict: " + only.get("message") + ": " + only.get("field"),
          causes);
    }
    List<String> lines = new ArrayList<>();
    fields.forEach(
        (manager, theirs) -> {
          lines.add("conflicts with " + manager + ":");
          theirs.forEach(field -> lines.add("- " + field));
        });
    return ApiFailure.applyConflict(
        "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines), causes);
  }
}
