package dev.mooring.deploy;

import dev.mooring.cluster.GitOps;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Printable;
import dev.mooring.problem.MooringException;
import java.util.Optional;

/// Who else writes a workload, as far as it says so itself.
final class Keepers {
  private static final int LONGEST = 100;

  private Keepers() {}

  /// What may put the workload back to what it says: a controller that owns it, or a tool that
  /// keeps it; empty for none.
  static String of(KubeObject workload) {
    Optional<String> owner =
        workload.at("metadata", "ownerReferences").stream()
            .filter(each -> each.at("controller").isTrue())
            .map(each -> each.at("kind").textOrEmpty() + " " + each.at("name").textOrEmpty())
            .findFirst();
    return owner
        .map(each -> Printable.line(each, LONGEST))
        .or(() -> GitOps.owner(workload))
        .orElse("");
  }

  /// The field manager that set a container's image last: "kubectl-set"; empty where the object
  /// doesn't say it. By managedFields (structured-merge-diff's FieldsV1).
  static String setter(KubeObject workload, ContainerPlace place) {
    return workload.at("metadata", "managedFields").stream()
        .filter(each -> sets(each.at("fieldsV1"), place))
        .map(each -> Printable.line(each.at("manager").textOrEmpty(), LONGEST))
        .findFirst()
        .orElse("");
  }

  private static boolean sets(Document fields, ContainerPlace place) {
    return fields
        .at("f:spec", "f:template", "f:spec", "f:" + place.list())
        .entries()
        .entrySet()
        .stream()
        .anyMatch(
            each ->
                each.getKey().startsWith("k:")
                    && isName(each.getKey().substring(2), place.name())
                    && each.getValue().entries().containsKey("f:image"));
  }

  private static boolean isName(String key, String name) {
    try {
      return Documents.json(key, "managedFields").at("name").textOrEmpty().equals(name);
    } catch (MooringException e) {
      return false;
    }
  }
}
