package dev.mooring.cluster;

/// A question to the API server: may I do this? (SelfSubjectAccessReview, authorization.k8s.io/v1)
///
/// @param verb as in an RBAC rule: "get", "create", "*"
/// @param group API group, empty for the core group
/// @param resource plural, with a subresource after a slash: "pods/portforward"
/// @param namespace empty for all namespaces or for kinds of the cluster itself
/// @param name empty for any object
public record AccessRequest(
    String verb, String group, String resource, String namespace, String name) {

  /// For any object of a kind.
  public static AccessRequest to(String verb, Kind kind, String namespace) {
    return new AccessRequest(verb, kind.group(), kind.plural(), namespace, "");
  }

  /// For a part of any object of a kind.
  public static AccessRequest to(String verb, Kind kind, String subresource, String namespace) {
    return new AccessRequest(verb, kind.group(), kind.plural() + "/" + subresource, namespace, "");
  }

  /// As kubectl's user would write it: "create pods/portforward in kube-registry".
  public String words() {
    String right =
        verb
            + " "
            + resource
            + (group.isEmpty() ? "" : "." + group)
            + (name.isEmpty() ? "" : " " + name);
    return namespace.isEmpty() ? right : Messages.of("in", right, namespace);
  }
}
