package dev.mooring.debug.subject;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.Map;
import java.util.Optional;

/// Who made an object and takes care of it, by its owner references.
public final class Controllers {
  private Controllers() {}

  /// Empty where nobody did, or whoever did is gone.
  ///
  /// @throws dev.mooring.problem.MooringException when the user may not look
  public static Optional<KubeObject> of(Cluster cluster, KubeObject object)
      throws InterruptedException {
    for (Document each : object.at("metadata", "ownerReferences").items()) {
      if (each.at("controller").isTrue()) {
        Kind kind =
            Kind.of(
                new KubeObject(
                    Document.of(
                        Map.of(
                            "apiVersion", each.at("apiVersion"),
                            "kind", each.at("kind"),
                            "metadata", Map.of("namespace", object.namespace())))));
        return cluster
            .get(kind, object.namespace(), each.at("name").textOrEmpty())
            .filter(found -> found.uid().equals(each.at("uid").textOrEmpty()));
      }
    }
    return Optional.empty();
  }
}
