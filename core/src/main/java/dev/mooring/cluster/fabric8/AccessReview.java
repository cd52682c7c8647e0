package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Kind;
import dev.mooring.document.Document;
import java.util.Map;

/// Whether this login may do something: asked of the API server, which alone knows all of its
/// authorizers.
final class AccessReview {
  private static final Kind KIND =
      new Kind(
          "authorization.k8s.io",
          "v1",
          "SelfSubjectAccessReview",
          "selfsubjectaccessreviews",
          false);

  private AccessReview() {}

  static boolean allows(Api api, AccessRequest request) throws InterruptedException {
    String[] parts = request.resource().split("/", 2);
    Document review =
        Document.of(
            Map.of(
                "apiVersion", "authorization.k8s.io/v1",
                "kind", "SelfSubjectAccessReview",
                "spec",
                    Map.of(
                        "resourceAttributes",
                        Map.of(
                            "verb", request.verb(),
                            "group", request.group(),
                            "resource", parts[0],
                            "subresource", parts.length > 1 ? parts[1] : "",
                            "namespace", request.namespace(),
                            "name", request.name()))));
    Call call = Call.of("create", KIND, null, "");
    Document answer = api.sendToPresent(call, "POST", call.path(), Api.JSON, review).json();
    return answer.at("status", "allowed").isTrue();
  }
}
