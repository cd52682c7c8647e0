package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The fields in which two states of an object differ.
final class Differences {
  /// Of one object; more say nothing that these do not.
  private static final int MOST = 100;

  /// What the server writes by itself.
  static final Set<String> OWN =
      Set.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

  private final boolean secret;
  private final List<FieldChange> changes = new ArrayList<>();

  private Differences(boolean secret) {
    this.secret = secret;
  }

  /// @param before as it is there, with the managers of its fields
  static List<FieldChange> between(KubeObject before, KubeObject after) {
    Differences differences = new Differences(before.kind().equals("Secret"));
    differences.compare(
        "",
        before.document().without("status"),
        after.document().without("status"),
        FieldOwners.of(before));
    return differences.changes.stream().limit(MOST).toList();
  }

  private void compare(String path, Document one, Document other, FieldOwners owners) {
    if (one.equals(other)) {
      return;
    }
    if (!one.entries().isEmpty() && !other.entries().isEmpty()) {
      Set<String> keys = new TreeSet<>(one.entries().keySet());
      keys.addAll(other.entries().keySet());
      for (String key : keys) {
        if (!(path.equals("metadata") && OWN.contains(key))) {
          compare(
              path.isEmpty() ? key : path + "." + key,
              one.at(key),
              other.at(key),
              owners.field(key));
        }
      }
      return;
    }
    List<Document> ones = one.items();
    List<Document> others = other.items();
    if (!ones.isEmpty() && ones.size() == others.size()) {
      for (int i = 0; i < ones.size(); i++) {
        compare(path + "[" + i + "]", ones.get(i), others.get(i), owners.item(ones.get(i)));
      }
      return;
    }
    changes.add(
        new FieldChange(
            path, brief(one), brief(other), owners.manager(Cluster.FIELD_MANAGER).orElse("")));
  }

  private String brief(Document value) {
    return value.isNothing() || secret ? "" : value.text().orElseGet(() -> Documents.json(value));
  }
}
