package dev.mooring.forward;

import dev.mooring.document.Document;
import java.util.Map;

/// Label selectors of workloads: `matchLabels` and `matchExpressions` together.
final class Selectors {
  private Selectors() {}

  /// An empty selector matches nothing here: no workload has one.
  static boolean match(Document selector, Map<String, String> labels) {
    Map<String, String> equal = selector.at("matchLabels").strings();
    boolean any = !equal.isEmpty() || !selector.at("matchExpressions").items().isEmpty();
    return any
        && labels.entrySet().containsAll(equal.entrySet())
        && selector.at("matchExpressions").stream().allMatch(each -> expression(each, labels));
  }

  private static boolean expression(Document expression, Map<String, String> labels) {
    String key = expression.at("key").textOrEmpty();
    String value = labels.get(key);
    return switch (expression.at("operator").textOrEmpty()) {
      case "In" -> value != null && expression.at("values").texts().contains(value);
      case "NotIn" -> value == null || !expression.at("values").texts().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
