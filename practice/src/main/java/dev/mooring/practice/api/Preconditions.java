package dev.mooring.practice.api;

import dev.mooring.document.Document;

/// What must hold before anything is written.
final class Preconditions {
  private Preconditions() {}

  /// The object with its type and namespace, where they are those of the request.
  static Document typed(Resource resource, String namespace, Document sent) {
    String kind = sent.at("kind").text().orElse(resource.kind());
    String version = sent.at("apiVersion").text().orElse(resource.apiVersion());
    if (!kind.equals(resource.kind()) || !version.equals(resource.apiVersion())) {
      throw ApiFailure.badRequest(
          "%s/%s in the request does not match %s/%s"
              .formatted(version, kind, resource.apiVersion(), resource.kind()));
    }
    Document object = sent.with(kind, "kind").with(version, "apiVersion");
    if (!resource.namespaced()) {
      return object.without("metadata", "namespace");
    }
    String inside = Meta.namespace(object);
    if (!inside.isEmpty() && !inside.equals(namespace)) {
      throw ApiFailure.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    return object.with(namespace, "metadata", "namespace");
  }

  /// That the namespace of a new object is there and stays.
  static void checkNamespace(Store store, Store.Key key) {
    if (!key.resource().namespaced()) {
      return;
    }
    String namespace = key.namespace();
    Document found =
        store
            .get(Resources.NAMESPACE, "", namespace)
            .orElseThrow(() -> ApiFailure.notFound(Resources.NAMESPACE, namespace));
    if (Meta.isDeleting(found)) {
      throw ApiFailure.forbidden(
          key.resource(),
          key.name(),
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(namespace));
    }
  }

  /// That the writer saw the newest state, where it says what it saw.
  static void checkVersion(Store.Key key, Document live, Document wanted) {
    if (differs(live, wanted, "resourceVersion")) {
      throw ApiFailure.conflict(
          key.resource(),
          key.name(),
          "the object has been modified; please apply your changes to the latest version and try"
              + " again");
    }
    if (differs(live, wanted, "uid")) {
      throw ApiFailure.conflict(
          key.resource(), key.name(), "Precondition failed: UID in precondition differs");
    }
  }

  private static boolean differs(Document live, Document wanted, String field) {
    Document asked = wanted.at("metadata", field);
    return !asked.isNothing() && !asked.equals(live.at("metadata", field));
  }
}
