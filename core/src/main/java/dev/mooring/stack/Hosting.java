package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.List;

/// The announcement of a cluster's registry, of which there is one (KEP-1755).
final class Hosting {
  private Hosting() {}

  /// The address that it announces, in words where it names none.
  static String host(KubeObject configMap) {
    String body = configMap.at("data", "localRegistryHosting.v1").textOrEmpty();
    try {
      List<Document> documents =
          Documents.yaml(body, Messages.of("configmap-local-registry-hosting"));
      String host = documents.isEmpty() ? "" : documents.getFirst().at("host").textOrEmpty();
      return host.isEmpty() ? Messages.of("no-registry") : host;
    } catch (MooringException e) {
      return Messages.of("a-registry-in-a-form-that");
    }
  }
}
