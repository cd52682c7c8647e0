package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.List;

/// Whether an apply left an object as it was.
final class ApplyEquality {
  private ApplyEquality() {}

  /// Controllers write status and their own marks at any time, and a dry run never counts the
  /// version up: so the comparison is of what an apply can change.
  static boolean same(KubeObject before, KubeObject after) {
    return comparable(before).equals(comparable(after));
  }

  private static Document comparable(KubeObject object) {
    List<Document> ours =
        object.at("metadata", "managedFields").items().stream()
            .filter(e -> e.at("manager").textOrEmpty().equals(Cluster.FIELD_MANAGER))
            .map(e -> e.without("time"))
            .toList();
    return object
        .document()
        .without("status")
        .without("metadata", "resourceVersion")
        .without("metadata", "generation")
        .with(ours, "metadata", "managedFields");
  }
}
