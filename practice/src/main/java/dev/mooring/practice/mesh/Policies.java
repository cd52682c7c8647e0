package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Meta;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.util.ArrayList;
import java.util.List;

/// Evaluates the AuthorizationPolicies that select a workload: deny first, then at least one allow
/// where there are any. Dry runs are only tried.
final class Policies {
  static final String ROOT_NAMESPACE = "istio-system";
  private static final String DRY_RUN = "istio.io/dry-run";
  private final Store store;

  Policies(Store store) {
    this.store = store;
  }

  boolean allowed(Document pod, Call call) {
    boolean allows = false;
    boolean allowed = false;
    for (Document spec : specs(pod, false)) {
      boolean matches = matches(spec, call);
      switch (action(spec)) {
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
    return !allows || allowed;
  }

  /// Whether dry runs that allow something would refuse it.
  boolean wouldBeRefused(Document pod, Call call) {
    List<Document> tried =
        specs(pod, true).stream().filter(each -> action(each).equals("ALLOW")).toList();
    return !tried.isEmpty() && tried.stream().noneMatch(each -> matches(each, call));
  }

  private List<Document> specs(Document pod, boolean tried) {
    List<Document> specs = new ArrayList<>();
    for (String from : List.of(Meta.namespace(pod), ROOT_NAMESPACE)) {
      for (Document policy : store.list(Resources.AUTHORIZATION_POLICY, from)) {
        boolean dryRun = policy.at("metadata", "annotations", DRY_RUN).textOrEmpty().equals("true");
        if (dryRun == tried && Selectors.matches(policy.at("spec", "selector"), Meta.labels(pod))) {
          specs.add(policy.at("spec"));
        }
      }
    }
    return specs;
  }

  private static String action(Document spec) {
    return spec.at("action").text().orElse("ALLOW");
  }

  private static boolean matches(Document spec, Call call) {
    return spec.at("rules").stream().anyMatch(rule -> Rules.matches(rule, call));
  }
}
