package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.util.List;

/// Evaluates the AuthorizationPolicies that select a workload: deny first, then at least one allow
/// where there are any.
final class Policies {
  static final String ROOT_NAMESPACE = "istio-system";
  private final Store store;

  Policies(Store store) {
    this.store = store;
  }

  boolean allowed(Document pod, Call call) {
    boolean allows = false;
    boolean allowed = false;
    for (String from : List.of(Meta.namespace(pod), ROOT_NAMESPACE)) {
      for (Document policy : store.list(Resources.AUTHORIZATION_POLICY, from)) {
        Document spec = policy.at("spec");
        if (!Selectors.matches(spec.at("selector"), Meta.labels(pod))) {
          continue;
        }
        boolean matches = spec.at("rules").stream().anyMatch(rule -> Rules.matches(rule, call));
        switch (spec.at("action").text().orElse("ALLOW")) {
          case "DENY" -> {
            if (matches) {
              return false;
            }
          }
          case "ALLOW" -> {
            allows = true;
            allowed |= matches;
          }
          default -> {}
        }
      }
    }
    return !allows || allowed;
  }
}
