package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.List;
import java.util.Map;

/// Which pods an object stands for, by its label selector.
public final class Selectors {
  private Selectors() {}

  /// @param owner a Service, whose selector is a map of labels, or a workload, whose selector has
  /// `matchLabels` and `matchExpressions`. An empty selector selects nothing.
  public static boolean select(KubeObject owner, KubeObject pod) {
    Document selector = owner.at("spec", "selector");
    Document labels = selector.at("matchLabels");
    List<Document> expressions = selector.at("matchExpressions").items();
    boolean plain = labels.isNothing() && expressions.isEmpty();
    Map<String, String> equal = (plain ? selector : labels).strings();
    return !(equal.isEmpty() && expressions.isEmpty())
        && pod.labels().entrySet().containsAll(equal.entrySet())
        && expressions.stream().allMatch(each -> expression(each, pod.labels()));
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
